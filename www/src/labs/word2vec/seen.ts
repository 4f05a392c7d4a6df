/** A view that follows training only in sight. */
import type { PropertyValues } from 'lit';
import { SizedView } from '../sized';

export abstract class SeenView extends SizedView {
  /** News of the training alone are no reason to draw what nobody sees; coming into sight is. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    return this.isSeen || !this.hasUpdated || !(changed.size === 1 && changed.has('version'));
  }
}
