/** The base of the vision lab's views: what all of them are given. */
import { SizedView } from '../sized';
import type { Ask } from '../question';
import type { PartialConfig } from '../../config';
import type { Architecture, DataInfo, VisionConfig } from './protocol';
import type { Looking } from './looking';

/** What a reader does in a view. */
export interface Actions {
  look(change: Partial<Looking>): void;
  configure(change: PartialConfig): Promise<void>;
}

export abstract class VisionView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    network: { attribute: false },
    data: { attribute: false },
    config: { attribute: false },
    generation: { attribute: false },
    step: { attribute: false },
    ready: { attribute: false },
    looking: { attribute: false },
    ask: { attribute: false },
    actions: { attribute: false },
  };
  /** What the network is made of; null until it is there. */
  declare network: Architecture | null;
  declare data: DataInfo | null;
  declare config: VisionConfig;
  /** Goes up with every new network. */
  declare generation: number;
  /** Goes up as the network learns. */
  declare step: number;
  declare ready: boolean;
  declare looking: Looking;
  declare ask: Ask;
  declare actions: Actions;

  /** Whether it makes sense to ask now. */
  protected get mayAsk(): boolean {
    return this.ready && this.isSeen && this.network !== null;
  }

  protected get classes(): string[] {
    return this.data?.classes ?? [];
  }
}
