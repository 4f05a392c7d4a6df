/**
 * For a page that holds labs in frames: `<script type="module" src="…/nabla-frame.js">`. Frames of embed.html grow with
 * their labs, fire the element's events, and have its methods at `frame.nabla`. No part of Nabla but this file is loaded.
 */

import { Deferred } from './deferred';

interface Answer {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a frame's lab refuses is an Error with its code and field. */
function refusal({ code, field, message }: { code: string; field: string | null; message: string }): Error {
  return Object.assign(new Error(message), { code, field });
}

const gone = (code: 'reloaded' | 'disposed' | 'silent', message: string): Error => refusal({ code, field: null, message });

/** How long a page of Nabla's may be silent, in ms. */
const PATIENCE = 10_000;

export class NablaFrame {
  private next = 1;
  private readonly open = new Map<unknown, Answer>();
  private readonly origin: string;
  private readonly end = new AbortController();
  private device = new Deferred<unknown>();
  /** The page that is in the frame has been heard. */
  private isThere = false;
  /** It began after the frame's last load event, which comes late. */
  private isNew = false;
  /** `ready` has been rejected, for nothing was heard. */
  private isSilent = false;
  private waiting: { id: number }[] = [];
  private timer = 0;

  constructor(private readonly frame: HTMLIFrameElement) {
    // A sandboxed frame has no origin that could be named.
    const isOpaque = frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-same-origin');
    this.origin = isOpaque ? '*' : new URL(frame.src, location.href).origin;
    const { signal } = this.end;
    addEventListener('message', (event) => this.hear(event, isOpaque ? 'null' : this.origin), { signal });
    frame.addEventListener('load', () => this.onLoad(), { signal });
    this.greet();
    // It may have loaded before this script; a lazy one has not begun.
    if (frame.loading !== 'lazy') this.listenFor();
  }

  /** Resolves with the device once the lab is there; a frame that is loaded anew has another. Rejects where there will be none. */
  get ready(): Promise<unknown> {
    return this.device.promise;
  }

  /** Listens no more; what is open is rejected. */
  dispose(): void {
    this.end.abort();
    clearTimeout(this.timer);
    this.waiting = [];
    this.forget(gone('disposed', 'the frame is no longer listened to'));
    if (this.frame.nabla === this) delete this.frame.nabla;
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

  private ask(message: object): Promise<unknown> {
    if (this.end.signal.aborted) return Promise.reject(gone('disposed', 'the frame is no longer listened to'));
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

  /** Before it has loaded, the frame has another origin; a greeting has no secrets. */
  private greet(): void {
    this.frame.contentWindow?.postMessage({ nabla: 1, type: 'hello' }, '*');
  }

  /** Nothing that was sent will be answered; what waits still can be. */
  private forget(why: Error): void {
    const waiting = new Set<unknown>(this.waiting.map(({ id }) => id));
    for (const [id, answer] of this.open) {
      if (waiting.has(id)) continue;
      this.open.delete(id);
      answer.reject(why);
    }
    this.device.reject(why);
  }

  private leave(): void {
    this.isThere = false;
    this.forget(gone('reloaded', 'the frame was loaded anew'));
    this.device = new Deferred();
  }

  /** The load event comes after a page's first words: what has not spoken since the last is none of Nabla's, or is slow. */
  private onLoad(): void {
    if (this.isThere && !this.isNew) this.leave();
    this.isNew = false;
    if (this.isThere) return;
    this.greet();
    this.listenFor();
  }

  private listenFor(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.device.reject(gone('silent', 'there is no lab in the frame'));
      this.isSilent = true;
    }, PATIENCE);
  }

  /** A page's first word, or the first that is heard of it. */
  private begin(isHello: boolean): void {
    if (this.isThere && isHello) this.leave();
    if (this.isThere) return;
    this.isThere = this.isNew = true;
    // It was only slow.
    if (this.isSilent) this.device = new Deferred();
    this.isSilent = false;
    clearTimeout(this.timer);
    for (const message of this.waiting.splice(0)) this.send(message);
  }

  private hear({ source, origin, data }: MessageEvent, expected: string): void {
    if (source !== this.frame.contentWindow || origin !== expected || data?.nabla !== 1) return;
    this.begin(data.type === 'hello');
    const { nabla: _, type, ...detail } = data;
    if (type === 'size' && Number.isFinite(detail.height)) this.frame.style.height = `${Math.min(20_000, Math.max(0, detail.height))}px`;
    if (type === 'ready') this.device.resolve(detail.device);
    if (type === 'failed') this.device.reject(refusal(detail));
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
