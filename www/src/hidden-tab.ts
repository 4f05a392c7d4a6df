/** A run goes on in a hidden tab, or pauses until the tab is seen again: as the reader has chosen, else as the lab's author has. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { remember, remembered } from './preferences';

const KEY = 'nabla-hidden-tab';
/** The choice of this visit: storage may not take it. */
let chosen: string | null = null;

/** The lab that an element is part of. */
function labOf(element: Element): Element {
  const root = element.getRootNode();
  return element.matches('nabla-lab') || !(root instanceof ShadowRoot) ? element : labOf(root.host);
}

/** A lab in another page pauses, unless someone has said otherwise: who reads there may not know of it. */
export function trainsHidden(element: Element): boolean {
  return (chosen ?? remembered(KEY) ?? labOf(element).getAttribute('hidden-tab')) === 'train';
}

export function chooseHidden(trains: boolean): void {
  chosen = trains ? 'train' : 'pause';
  remember(KEY, chosen);
}

/** Whether it has to wait until its tab is seen. */
export const waitsForTab = (element: Element) => document.hidden && !trainsHidden(element);

/** Tells an element when its tab is hidden and it should not go on, and when the tab is seen again. */
export class HiddenTab implements ReactiveController {
  constructor(
    private readonly element: ReactiveControllerHost & Element,
    private readonly leave: () => void,
    private readonly comeBack: () => void,
  ) {
    element.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.turned);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.turned);
  }

  private readonly turned = () => {
    if (!document.hidden) this.comeBack();
    else if (waitsForTab(this.element)) this.leave();
  };
}
