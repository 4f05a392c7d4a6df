/** `import '@nabla/lab'` defines `<nabla-lab>`. */
import type { LabElement, LabEvents } from './types/public';

export type { DeviceInfo, LabElement, LabEvents, LabName, Outcome, Refusal, Settings, TensorInfo, TensorValues } from './types/public';

declare global {
  interface HTMLElementTagNameMap {
    'nabla-lab': LabElement;
  }
  interface HTMLElementEventMap extends LabEvents {}
}
