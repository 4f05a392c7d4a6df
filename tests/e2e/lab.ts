/** `<nabla-lab>` and its public API, called in the page as a script would. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Config, DeviceInfo, Failure, Metrics, TensorInfo } from '../../www/src/protocol';

export interface Outcome {
  step: number;
  loss: number;
  metrics: Metrics;
}

export interface Tensor {
  shape: number[];
  data: number[];
}

export interface Export {
  type: string;
  text: string;
  /** One character for each byte. */
  latin: string;
}

/** The part of the element that tests use. */
export interface LabElement extends HTMLElement {
  readonly ready: Promise<DeviceInfo>;
  readonly config: Config;
  readonly worker: Worker | undefined;
  start(): unknown;
  train(steps: number): Promise<Outcome>;
}

export type Settings = Record<string, string | number>;

/** A model small enough for SwiftShader, large enough to learn. */
export const SMALL: Settings = { hidden: 32, batch: 8, sequence: 16 };
export const SMALL_ON_CPU: Settings = { ...SMALL, backend: 'cpu' };

/** What the lab's promise was rejected with. */
export class Refusal extends Error implements Failure {
  readonly code: string;
  readonly field: string | null;
  readonly args: Record<string, string | number>;

  constructor({ code, field, message, args }: Failure) {
    super(message);
    this.code = code;
    this.field = field;
    this.args = args;
  }
}

/** The failure that `work` is refused with; it is an error if it is not refused. */
export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was accepted, though it should have been refused');
}

/** Content of a file to be made in the page: characters, or bytes. */
interface FileContent {
  name: string;
  content: string | number[];
}

interface Call {
  method: string;
  args: unknown[];
  file?: FileContent;
}

/** Runs in the page. Errors lose their fields on the way to a test, hence the two kinds of answer. */
async function invoke(lab: LabElement, { method, args, file }: Call) {
  const { content, name } = file ?? {};
  const bytes = Array.isArray(content) ? new Uint8Array(content) : content;
  const files = bytes === undefined ? [] : [new File([bytes], name!)];
  try {
    const run = (lab as unknown as Record<string, (...args: unknown[]) => unknown>)[method]!;
    const value = await run.call(lab, ...args, ...files);
    if (value instanceof Blob) {
      const raw = new Uint8Array(await value.arrayBuffer());
      const latin = Array.from(raw, (byte) => String.fromCharCode(byte)).join('');
      return { value: { type: value.type, text: new TextDecoder().decode(raw), latin } };
    }
    const { data, shape } = (value ?? {}) as { data?: unknown; shape?: number[] };
    return { value: data instanceof Float32Array ? { shape: [...shape!], data: Array.from(data) } : value };
  } catch (error) {
    const { code, field, message, args: details } = error as Failure;
    if (!code) throw error;
    return { failure: { code, field, message, args: details } };
  }
}

export class Lab {
  readonly element: Locator;

  constructor(readonly page: Page, element?: Locator) {
    this.element = element ?? page.locator('nabla-lab').first();
  }

  /** Opens the page with these settings in its fragment, and waits until the lab is ready. */
  async open(settings: Settings = {}, file = 'lab.html'): Promise<DeviceInfo> {
    await this.visit(settings, file);
    return this.ready();
  }

  /** Opens the page anew, even if only the fragment differs; the lab may never become ready. */
  async visit(settings: Settings = {}, file = 'lab.html'): Promise<void> {
    const text = new URLSearchParams(Object.entries(settings).map(([key, value]) => [key, String(value)]));
    if (this.page.url() !== 'about:blank') await this.page.goto('about:blank');
    await this.page.goto(`${file}${text.size ? `#${text}` : ''}`);
    await expect(this.element).toBeVisible();
  }

  async ready(): Promise<DeviceInfo> {
    return this.element.evaluate(async (lab: LabElement) => ({ ...(await lab.ready) }));
  }

  config(): Promise<Config> {
    return this.element.evaluate((lab: LabElement) => ({ ...lab.config }));
  }

  async configure(change: object): Promise<Config> {
    await this.call('configure', change);
    return this.config();
  }

  train(steps: number): Promise<Outcome> {
    return this.call('train', steps);
  }

  /** The losses of single steps, one after the other. */
  losses(count: number): Promise<number[]> {
    return this.element.evaluate(async (lab: LabElement, steps) => {
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) losses.push((await lab.train(1)).loss);
      return losses;
    }, count);
  }

  async start(): Promise<void> {
    await this.call('start');
  }

  async pause(): Promise<void> {
    await this.call('pause');
  }

  async reset(): Promise<void> {
    await this.call('reset');
  }

  tensors(): Promise<TensorInfo[]> {
    return this.call('tensors');
  }

  inspect(name: string): Promise<Tensor> {
    return this.call('inspect', name);
  }

  query<T = { text: string }>(kind: string, args: object = {}): Promise<T> {
    return this.call('query', kind, args);
  }

  export(kind: string): Promise<Export> {
    return this.call('export', kind);
  }

  /** Gives the lab a file of one's own. */
  load(content: string | number[], kind = 'text', name = 'own.txt'): Promise<unknown> {
    return this.send({ method: 'load', args: [kind], file: { name, content } });
  }

  /** The step that the page shows. */
  async step(): Promise<number> {
    const text = await this.element.getByTestId('step').innerText();
    return Number(text.replace(/\D/g, ''));
  }

  /** Waits until the page shows a step of at least `least`. */
  async reach(least: number, timeout = 30_000): Promise<number> {
    await expect
      .poll(() => this.step(), { timeout, message: `the page shows step ${least}` })
      .toBeGreaterThanOrEqual(least);
    return this.step();
  }

  /** Opens everything that folds, and what comes to light in it. */
  async unfold(): Promise<void> {
    const closed = this.element.locator('details:not([open]) > summary:visible');
    while ((await closed.count()) > 0) await closed.first().click();
  }

  /** The line that says what the lab is doing. */
  get status(): Locator {
    return this.element.locator('p[role=status]');
  }

  /** What happened to the run, and what was refused: one line each. */
  get notices(): Locator {
    return this.element.locator('.notices');
  }

  button(name: string): Locator {
    return this.element.getByRole('button', { name, exact: true });
  }

  private call<T>(method: string, ...args: unknown[]): Promise<T> {
    return this.send({ method, args });
  }

  private async send<T>(call: Call): Promise<T> {
    const answer = await this.element.evaluate(invoke, call);
    if (answer.failure) throw new Refusal(answer.failure);
    return answer.value as T;
  }
}

/** The sentence is there to be read, and the model learns all the same. */
export async function trainsOnCpu(lab: Lab, sentence: RegExp): Promise<void> {
  await expect(lab.element.getByTestId('backend')).toContainText(sentence);
  const first = await lab.train(1);
  const last = await lab.train(199);
  expect(last.loss).toBeLessThan(0.8 * first.loss);
}
