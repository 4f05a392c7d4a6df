/** embed.html in another page's frame: tells the page how high it is and what happens, and does what the page asks. */
import { toFailure } from './failure';
import { request, VERSION, type Request } from './frame-protocol';
import type { NablaLab } from './nabla';

const lab = document.querySelector('nabla-lab')!;

/** The only origin that is spoken with, if the address names one; else whoever holds the frame. */
const only = new URLSearchParams(location.hash.slice(1)).get('parent');

const { searchParams } = new URL(location.href);
if (searchParams.get('keep') === 'on') lab.setAttribute('keep', 'on');
/** What its author wants of a run in a hidden tab; the reader's choice goes before it. */
if (searchParams.has('hidden-tab')) lab.setAttribute('hidden-tab', searchParams.get('hidden-tab')!);

function tell(message: object, transfer: Transferable[] = []): void {
  try {
    parent.postMessage({ nabla: VERSION, ...message }, { targetOrigin: only ?? '*', transfer });
  } catch {
    // An origin that is none, or an answer that cannot travel: nobody is told.
  }
}

const failureOf = (error: unknown) => {
  const { code, field, message } = toFailure(error);
  return { code, field, message };
};

async function answer(asked: Request): Promise<unknown> {
  switch (asked.type) {
    case 'hello':
      announceSize();
      if (lab.worker) tellReady();
      return { version: VERSION, config: lab.config };
    case 'configure':
      return { config: await lab.configure(asked.config) };
    case 'train':
      return lab.train(asked.steps);
    case 'start':
      return lab.start();
    case 'pause':
      return lab.pause();
    case 'reset':
      return lab.reset();
    case 'tensors':
      return lab.tensors();
    case 'inspect':
      return lab.inspect(asked.name);
    case 'query':
      return lab.query(asked.kind, asked.args);
    case 'export': {
      const file = await lab.export(asked.kind);
      return { mime: file.type, bytes: await file.arrayBuffer() };
    }
  }
}

async function serve(asked: Request): Promise<void> {
  const { id } = asked;
  try {
    const value = await answer(asked);
    if (id !== undefined) tell({ type: 'reply', id, value: value ?? null });
  } catch (error) {
    if (id !== undefined) tell({ type: 'reply', id, error: failureOf(error) });
  }
}

let height = 0;

function measure(): void {
  const now = Math.ceil(document.body.getBoundingClientRect().height);
  if (now === height) return;
  height = now;
  announceSize();
}

function announceSize(): void {
  tell({ type: 'size', height });
}

function listen(): void {
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || (only !== null && origin !== only)) return;
    const asked = request(data);
    if (asked) void serve(asked);
  });
  for (const type of ['step', 'state', 'error']) {
    lab.addEventListener(`nabla-${type}`, (event) => tell({ type, ...(event as CustomEvent<object>).detail }));
  }
  // First of all, so that a page knows that what it has asked another document in this frame stays unanswered.
  tell({ type: 'hello', version: VERSION });
  new ResizeObserver(measure).observe(document.body);
  measure();
}

function tellReady(): void {
  lab.ready.then(
    (device) => tell({ type: 'ready', device, config: lab.config }),
    (error: unknown) => tell({ type: 'failed', ...failureOf(error) }),
  );
}

/** Asking for `ready` would open a lab that nobody sees yet: its first state, or why it has none, says that it was opened. */
function announceReady(): void {
  if (lab.worker) return tellReady();
  const opened = new AbortController();
  for (const type of ['nabla-state', 'nabla-error']) {
    lab.addEventListener(type, () => {
      opened.abort();
      tellReady();
    }, { signal: opened.signal });
  }
}

if (parent !== window) {
  void customElements.whenDefined('nabla-lab').then(() => {
    listen();
    announceReady();
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'nabla-lab': NablaLab;
  }
}
