/**
 * For a page that holds labs in frames: `<script type="module" src="…/nabla-frame.js">`. Frames of embed.html grow with
 * their labs, fire the element's events, and have its methods at `frame.nabla`. No part of Nabla but this file is loaded.
 */

interface Answer {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a frame's lab refuses is an Error with its code and field. */
function refusal({ code, field, message }: { code: string; field: string | null; message: string }): Error {
  return Object.assign(new Error(message), { code, field });
}

export class NablaFrame {
  private next = 1;
  private readonly open = new Map<unknown, Answer>();
  private readonly origin: string;
  private settle!: (device: unknown) => void;
  /** Resolves with the device once the lab is there. */
  readonly ready = new Promise<unknown>((resolve) => (this.settle = resolve));

  constructor(private readonly frame: HTMLIFrameElement) {
    // A sandboxed frame has no origin that could be named.
    const isOpaque = frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-same-origin');
    this.origin = isOpaque ? '*' : new URL(frame.src, location.href).origin;
    addEventListener('message', (event) => this.hear(event, isOpaque ? 'null' : this.origin));
    // Before it has loaded, the frame has another origin; a greeting has no secrets.
    this.frame.contentWindow?.postMessage({ nabla: 1, type: 'hello' }, '*');
  }

  configure(config: object): Promise<unknown> {
    return this.ask({ type: 'configure', config });
  }
  train(steps: number): Promise<unknown> {
    return this.ask({ type: 'train', steps });
  }
  start(): Promise<unknown> {
    return this.ask({ type: 'start' });
  }
  pause(): Promise<unknown> {
    return this.ask({ type: 'pause' });
  }
  reset(): Promise<unknown> {
    return this.ask({ type: 'reset' });
  }
  tensors(): Promise<unknown> {
    return this.ask({ type: 'tensors' });
  }
  inspect(name: string): Promise<unknown> {
    return this.ask({ type: 'inspect', name });
  }
  query(kind: string, args: object = {}): Promise<unknown> {
    return this.ask({ type: 'query', kind, args });
  }
  /** { mime, bytes: ArrayBuffer } */
  export(kind: string): Promise<unknown> {
    return this.ask({ type: 'export', kind });
  }

  private isThere = false;
  private waiting: object[] = [];

  private ask(message: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.open.set(id, { resolve, reject });
      if (this.isThere) this.send({ ...message, id });
      else this.waiting.push({ ...message, id });
    });
  }

  private send(message: object): void {
    this.frame.contentWindow?.postMessage({ nabla: 1, ...message }, this.origin);
  }

  private hear({ source, origin, data }: MessageEvent, expected: string): void {
    if (source !== this.frame.contentWindow || origin !== expected || data?.nabla !== 1) return;
    if (!this.isThere) {
      this.isThere = true;
      for (const message of this.waiting.splice(0)) this.send(message);
    }
    const { nabla: _, type, ...detail } = data;
    if (type === 'size' && Number.isFinite(detail.height)) this.frame.style.height = `${Math.min(20_000, Math.max(0, detail.height))}px`;
    if (type === 'ready') this.settle(detail.device);
    if (type === 'step' || type === 'state' || type === 'error') {
      this.frame.dispatchEvent(new CustomEvent(`nabla-${type}`, { detail, bubbles: true }));
    }
    const answer = type === 'reply' ? this.open.get(detail.id) : undefined;
    if (!answer) return;
    this.open.delete(detail.id);
    if (detail.error) answer.reject(refusal(detail.error));
    else answer.resolve(detail.value);
  }
}

for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[src*="embed.html"]')) {
  frame.nabla = new NablaFrame(frame);
}

declare global {
  interface HTMLIFrameElement {
    nabla?: NablaFrame;
  }
}
