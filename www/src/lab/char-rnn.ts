/** The character lab: what a person or a script can do with it, and what it shows. */
import type { TemplateResult } from 'lit';
import { DEFAULTS, type PartialConfig } from '../config';
import type { Experiment, Host, InspectedTensor, Own } from '../experiment';
import type { CompareActions } from '../compare/compare';
import { fail } from '../failure';
import type { Translator } from '../i18n';
import type { Ask } from '../inside/panel';
import { part } from '../part';
import type { Config, DeviceInfo, Failure, Inside, TensorInfo, Written } from '../protocol';
import { Controller, type Outcome } from './controller';
import { LabModel } from './model';
import { patientOf } from './run-model';
import { panels } from './panels';
import type { TextActions } from './text-source';
import type { RunActions } from './toolbar';
import type { WritesActions } from './writes';

const WORKER = new URL('./worker.js', import.meta.url);

/** What a layer did with a text, with the numbers by name. */
export interface Look extends Inside {
  arrays: Record<string, Float32Array>;
}

class CharRnn implements Experiment {
  readonly defaults = DEFAULTS;
  private readonly model: LabModel;
  private readonly controller: Controller;
  private hasOwn = false;

  constructor(private readonly host: Host) {
    this.model = new LabModel(() => host.changed());
    this.model.patient = patientOf(this.model, DEFAULTS, (change) => host.perform(() => this.controller.goOnWith(change)));
    this.controller = new Controller(this.model, WORKER, {
      onStep: (outcome) => host.stepped(outcome),
      onError: (failure) => host.failed(failure),
      onUp: () => host.up(),
      onReady: (device) => host.ready(device),
      onStopped: (failure) => host.stopped(failure),
      onConfig: (config) => host.configured(config),
      turn: (why) => host.turn(why),
      onSaved: (checkpoint) => host.saved(checkpoint),
    });
  }

  get config(): Config {
    return this.model.config;
  }

  get worker(): Worker | undefined {
    return this.controller.worker;
  }

  get state(): string {
    return this.model.phase === 'ready' ? this.model.state : this.model.phase;
  }

  boot(initial: PartialConfig): void {
    this.controller.boot(initial);
  }

  retry(): void {
    this.controller.retry();
  }

  close(): void {
    this.controller.close();
  }

  touch(): void {
    this.controller.touch();
  }

  say(failure: Failure): void {
    this.model.notify({ kind: 'error', failure });
  }

  configure(change: PartialConfig): Promise<Config> {
    return this.controller.configure(change);
  }

  get device(): DeviceInfo | null {
    return this.model.device;
  }

  get isRunning(): boolean {
    return this.model.running;
  }

  get isStarted(): boolean {
    return this.controller.isStarted;
  }

  get isResting(): boolean {
    return this.controller.isResting;
  }

  get isPlaced(): boolean {
    return this.controller.isPlaced;
  }

  train(steps: number): Promise<Outcome> {
    return this.host.inTurns(steps, (part) => this.controller.train(part)) as Promise<Outcome>;
  }

  rest(): Promise<boolean> {
    return this.controller.rest();
  }

  start(): Promise<void> {
    return this.controller.start();
  }

  pause(): Promise<void> {
    return this.controller.pause();
  }

  reset(): Promise<void> {
    return this.controller.reset();
  }

  async tensors(): Promise<TensorInfo[]> {
    const { reply } = await this.controller.request({ type: 'tensors' });
    return reply.type === 'tensors' ? reply.tensors : [];
  }

  async inspect(name: string): Promise<InspectedTensor> {
    const { reply, arrays } = await this.controller.request({ type: 'inspect', name });
    if (reply.type !== 'tensor') throw fail('unknown-tensor', `no tensor named ${name}`);
    return { name: reply.name, shape: reply.shape, data: arrays[0] ?? new Float32Array() };
  }

  /**
   * `reading`: what was read last, each character with its loss in bits;
   * `generate`: { prompt?, length?, temperature?, seed? } → { text, bits };
   * `gates`: { text?, layer? } → { characters, layer, names, shape: [T, H], arrays: { f, … } };
   * `cell`: { text?, layer?, t? } → the same of one step, t counted from 0, with every addend: { f.x, f.h, f.b, … }.
   */
  async query(kind: string, args: Record<string, unknown>): Promise<Written | Look> {
    if (kind === 'reading') return this.model.reading ?? { text: '', bits: [] };
    const isInside = kind === 'gates' || kind === 'cell';
    const { reply, arrays } = isInside
      ? await this.controller.look(kind, args)
      : await this.controller.request({ type: 'query', kind, args });
    if (reply.type === 'answer') return reply.answer;
    if (reply.type !== 'inside') throw fail('unknown-query', `no query named ${kind}`);
    const { answer } = reply;
    return { ...answer, arrays: Object.fromEntries(answer.names.map((name, at) => [name, arrays[at]!])) };
  }

  /** `text`: UTF-8, at most 20 MB. The old text stays if it is refused. */
  async load(kind: string, file: Blob, nameless: string): Promise<void> {
    if (kind !== 'text') return (await part(() => import('../export/char-rnn'))).load(kind, file, this.controller, this.model, DEFAULTS);
    await this.controller.loadOwn(file, file instanceof File ? file.name : nameless);
    this.hasOwn = true;
    this.host.changed();
  }

  /** Figures and sessions are made here, the others by the worker. */
  async export(kind: string, t: Translator): Promise<Blob> {
    if (/^(figure|png|session)/.test(kind)) return (await part(() => import('../export/char-rnn'))).save(kind, this.controller, this.model, DEFAULTS, t, this.host);
    const { reply, bytes } = await this.controller.request({ type: 'export', kind });
    if (reply.type !== 'file') throw fail('unknown-export', `no export named ${kind}`);
    return new Blob([(bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>], { type: reply.mime });
  }

  async identity(): Promise<{ name: string; hash: string }> {
    return (await part(() => import('../export/char-rnn'))).identityOf(await this.controller.text());
  }

  ownData(): Own | null {
    return this.controller.ownText;
  }

  // ---- what a reader can do in the view: a failure is shown there

  private readonly run: RunActions = {
    toggle: () => this.host.perform(() => (this.model.running ? this.pause() : this.start())),
    step: () => this.host.perform(() => this.train(1)),
    reset: () => this.host.perform(() => this.reset()),
    retry: () => this.host.retry(),
    dismiss: (id) => this.model.dismiss(id),
  };

  private readonly settings = {
    configure: (change: PartialConfig) => this.host.perform(() => this.configure(change)),
  };

  private readonly text: TextActions = {
    choose: async (corpus) => void (await this.configure({ corpus })),
    own: (file, name) => this.load('text', new File([file], name), name),
  };

  private readonly writes: WritesActions = {
    generate: (prompt) => this.controller.generate({ prompt, length: 300, temperature: this.model.config.temperature }),
    temperature: (temperature) => this.host.perform(() => this.configure({ temperature })),
  };

  private readonly ask: Ask = async (kind, args) => {
    await this.controller.awake();
    return (await this.query(kind, args)) as Look;
  };

  private readonly compare: CompareActions = {
    // They would take the processor from each other.
    makeRoom: () => (this.model.running ? this.pause() : Promise.resolve()),
    text: () => this.controller.text(),
  };

  render(t: Translator, scheme: string): TemplateResult {
    const { model, hasOwn, run, settings, text, writes, ask, compare } = this;
    return panels({ model, t, hasOwn, scheme, run, settings, text, writes, ask, compare });
  }
}

export const openCharRnn = (host: Host): Experiment => new CharRnn(host);
