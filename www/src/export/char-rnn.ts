/** What the character lab saves and opens beyond its text; loaded when it is asked for. */
import type { PartialConfig } from '../config';
import type { Host } from '../experiment';
import { fail } from '../failure';
import { lossFigure } from '../figure';
import type { Translator } from '../i18n';
import type { Controller } from '../lab/controller';
import { Curve } from '../lab/curve';
import type { LabModel } from '../lab/model';
import { readWithin, WEIGHTS_LIMIT } from '../own-file';
import type { Text } from '../session';
import { hashOf, numbers, type Session } from './container';
import { pictureOf, png } from './picture';
import { load as open, save as keep, type Keeper } from './session';

const BITS = 1 / Math.LN2;

class CharKeeper implements Keeper {
  /** As it was when the run was taken. */
  private curve: Curve | undefined;

  constructor(
    private readonly controller: Controller,
    private readonly model: LabModel,
    readonly defaults: object,
  ) {}

  get config() {
    return this.model.config;
  }

  pause(): Promise<void> {
    return this.controller.pause();
  }

  configure(change: PartialConfig): Promise<unknown> {
    return this.controller.configure(change);
  }

  async checkpoint(): Promise<{ step: number; bytes: Uint8Array }> {
    const { reply, bytes } = await this.controller.request({ type: 'checkpoint' });
    if (reply.type !== 'checkpoint' || !bytes) throw fail('worker-lost', 'unexpected reply');
    this.curve = this.model.curve;
    return { step: reply.step, bytes };
  }

  async identity(): Promise<Session['data']> {
    return identityOf(await this.controller.text());
  }

  view(): null {
    return null; // the checkpoint has the loss of every step
  }

  async resume(bytes: Uint8Array, _view: unknown, session: Session | null): Promise<void> {
    const { reply } = await this.controller.request({ type: 'restore' }, bytes.slice().buffer as ArrayBuffer);
    if (reply.type !== 'restored') throw fail('worker-lost', 'unexpected reply');
    this.model.startOver();
    Object.assign(this.model, { curve: session ? curveOf(session) : this.curve, previous: null });
    this.model.rewind(reply.step);
    this.model.update({ state: 'idle' });
    // A new worker goes on from here, and not from before.
    await this.controller.pause();
  }
}

/** Texts are long, and asked about every few seconds. */
const hashes = new WeakMap<ArrayBuffer, Promise<string>>();

export async function identityOf({ name, bytes }: Text): Promise<{ name: string; hash: string }> {
  const hash = hashes.get(bytes) ?? hashOf(bytes);
  hashes.set(bytes, hash);
  return { name, hash: await hash };
}

/** The curve that the page would have drawn: a point for every step, thinned; of a long run its first points are means. */
function curveOf(session: Session): Curve {
  const curve = new Curve();
  const pairs = numbers(session, 'curve.validation');
  const past = numbers(session, 'curve.past');
  let validated = 0;
  const add = (step: number, loss: number) => {
    let validation: number | null = null;
    for (; validated + 1 < pairs.length && pairs[validated]! <= step; validated += 2) validation = pairs[validated + 1]! * BITS;
    curve.add(step, loss * BITS, validation);
  };
  for (let at = 0; at + 2 < past.length; at += 3) add(past[at]!, past[at + 1]!);
  const known = past.at(-3) ?? 0;
  numbers(session, 'curve.loss').forEach((loss, at) => add(known + at + 1, loss));
  return curve;
}

export async function save(kind: string, controller: Controller, model: LabModel, defaults: object, t: Translator, host: Host): Promise<Blob> {
  if (kind === 'session') return keep(new CharKeeper(controller, model, defaults));
  if (kind.includes(':')) return pictureOf(host.root(), kind);
  const figure = lossFigure(model.curve, t);
  return kind === 'png' ? png(figure) : figure;
}

export async function load(kind: string, file: Blob, controller: Controller, model: LabModel, defaults: object): Promise<void> {
  if (kind === 'session') return open(new CharKeeper(controller, model, defaults), file);
  if (kind !== 'weights') {
    const allowed = 'text, session, weights';
    throw fail('not-one-of', `load: this lab takes ${allowed}, not "${kind}"`, { value: kind, allowed }, 'kind');
  }
  const bytes = await readWithin(file, WEIGHTS_LIMIT);
  await controller.pause();
  await controller.reachInside();
  await controller.request({ type: 'import' }, bytes);
  model.startOver();
  model.update({ state: 'idle' });
  await controller.pause();
}
