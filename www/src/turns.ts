/**
 * Several labs on one page, one GPU device. The lab that has the turn has the device; the others have given theirs back
 * with their workers, and keep their runs as checkpoints. Labs on the processor are free. Loaded with a page's second lab.
 *
 * The turn goes to the lab that comes up, starts or is asked something. One that was running pauses between two steps, and
 * goes on by itself once no other runs in sight and it is in sight itself. `train(n)` of a script waits until no other lab
 * runs, and may be interrupted between its parts.
 */
import { html, type TemplateResult } from 'lit';
import english from '../locales/turns.en.ftl';
import russian from '../locales/turns.ru.ftl';
import type { Experiment, Outcome, Why } from './experiment';
import { Translator } from './i18n';

/** A lab, as the others see it. */
export interface Player {
  readonly element: Element;
  /** The labs of its page. */
  readonly all: ReadonlySet<Player>;
  experiment(): Experiment | undefined;
  /** Its remark has changed. */
  changed(): void;
  /** The device that it was opened with, for as long as its worker has not said what it has. */
  backend?: unknown;
  /** Was running when another took the turn, and nobody has paused it since. */
  interrupted?: boolean;
  /** What is said above the lab, and its message's key. */
  said?: string | undefined;
  remark?: ((t: Translator) => TemplateResult) | undefined;
}

const MESSAGES = { en: english, ru: russian };
/** With `backend: auto` these try a GPU; the others compute on the processor. */
const TRYING: ReadonlySet<string> = new Set(['char-rnn', 'vision']);
/** Until "auto" has decided, its worker may have a device. */
const UNDECIDED: ReadonlySet<string> = new Set(['trying', 'hardware-gpu', 'software-gpu']);
/** Steps of `train(n)` after which another lab may take the turn. */
const PART = 50;
/** How often what waits looks up, ms: no one event tells of everything that can end a turn. */
const LOOK = 100;
/** How long a lab that gives way may look for a GPU, so that its `ready` is kept, ms. */
const PATIENCE = 10_000;

let holder: Player | undefined;
/** Was given the turn to come up, and rests until its worker is there; none comes up later than that. */
let opening: { player: Player; until: number } | undefined;
/** Labs that wait for their turn. */
const asking = new Set<Player>();
/** Labs with a `train(n)` under way, in the order in which it was asked for. */
const queue: Player[] = [];
/** Labs in the middle of a part of it. */
const working = new Set<Player>();
let granting: Promise<unknown> = Promise.resolve();
let watch = 0;

const wait = () => new Promise<void>((resolve) => setTimeout(resolve, LOOK));

/** One change of turns after the other. */
function serially<T>(work: () => Promise<T>): Promise<T> {
  const done = granting.then(work);
  granting = done.catch(() => {});
  return done;
}

/** Whether it computes on a GPU, or may. */
function wantsGpu(player: Player): boolean {
  const experiment = player.experiment();
  if (!experiment) return false;
  const { device, config, isPlaced } = experiment;
  const backend = device ? config.backend : (player.backend ?? 'auto');
  if (backend === 'cpu' || (backend === 'auto' && !TRYING.has(experiment.defaults.lab))) return false;
  // In a new worker, as of one that has rested, "auto" decides anew.
  return !device || !isPlaced || experiment.isResting || device.backend === 'webgpu' || UNDECIDED.has(device.reason);
}

/** Whether it has a worker with a device, or is about to; not yet where it waits for its turn to start one. */
function has(player: Player): boolean {
  const experiment = player.experiment();
  if (!experiment || !wantsGpu(player) || (asking.has(player) && !experiment.worker)) return false;
  if (experiment.isResting) return opening?.player === player && performance.now() < opening.until;
  return player === holder || (experiment.worker !== undefined && experiment.state !== 'stopped');
}

const runs = (player: Player) => wantsGpu(player) && !!player.experiment()?.isRunning;

function isInSight({ element }: Player): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return !document.hidden && element.checkVisibility() && top < innerHeight && bottom > 0;
}

function say(player: Player, key?: string): void {
  if (player.said === key) return;
  player.said = key;
  player.remark = key ? ({ lang }) => html`<p class="notice" role="status">${new Translator(lang, MESSAGES).t(key)}</p>` : undefined;
  player.changed();
}

/** Pauses a lab between two steps; its worker and device are given back. */
async function giveWay(player: Player): Promise<void> {
  const patience = performance.now() + PATIENCE;
  const isComingUp = () => {
    const experiment = player.experiment();
    if (!experiment || experiment.state === 'stopped' || performance.now() >= patience) return false;
    return !experiment.worker || !experiment.isPlaced || experiment.device?.reason === 'trying';
  };
  while (working.has(player) || isComingUp()) await wait();
  // What it says of itself may come late: one that was told to pause does not go on.
  player.interrupted ||= runs(player) && !!player.experiment()?.isStarted;
  if (await player.experiment()?.rest()) say(player, 'turn-rests');
  if (opening?.player === player) opening = undefined;
  if (player.interrupted) lookAfter(player.all);
}

async function take(player: Player): Promise<void> {
  const others = [...player.all].filter((other) => other !== player && has(other));
  if (others.length > 0) say(player, 'turn-waits');
  for (const other of others) if (has(other)) await giveWay(other).catch(() => {}); // a worker that was lost has no device either
  holder = player;
  say(player);
}

/** Whether nobody runs whom a script has to wait for. */
function isFree(player: Player): boolean {
  return queue[0] === player && ![...player.all].some((other) => other !== player && runs(other));
}

/** Lets what was interrupted go on, when its turn comes back. */
function lookAfter(all: ReadonlySet<Player>): void {
  watch ||= window.setInterval(() => {
    const waiting = [...all].filter(({ interrupted }) => interrupted);
    if (waiting.length === 0) {
      clearInterval(watch);
      watch = 0;
    }
    const isTaken = queue.length > 0 || [...all].some((player) => runs(player) && isInSight(player));
    const next = waiting.find(isInSight);
    if (!next || isTaken) return;
    next.interrupted = false;
    next.experiment()?.start().catch(() => {}); // its failure is told where it is shown
  }, LOOK);
}

/** Resolves when the lab may have a device. */
export async function turn(player: Player, why: Why): Promise<void> {
  if (why === 'start') player.interrupted = false;
  if (why === 'move' || wantsGpu(player)) {
    asking.add(player);
    await serially(async () => {
      asking.delete(player);
      await take(player);
      if (why === 'ask') opening = { player, until: performance.now() + PATIENCE };
    });
  }
  if (why === 'start') player.interrupted = false; // to a start before its own
}

/** `train(n)` in parts, each in this lab's turn. */
export async function inTurns(player: Player, steps: number, train: (steps: number) => Promise<Outcome>): Promise<Outcome> {
  if (!wantsGpu(player) || !Number.isInteger(steps) || steps <= 0 || queue.includes(player)) return train(steps);
  queue.push(player);
  try {
    for (let left = steps; ; left -= PART) {
      await comeUp(player);
      try {
        const outcome = await train(Math.min(left, PART));
        if (left <= PART) return outcome;
      } finally {
        working.delete(player);
      }
    }
  } finally {
    queue.splice(queue.indexOf(player), 1);
  }
}

/** Waits for this lab's turn at a part of its `train(n)`. */
async function comeUp(player: Player): Promise<void> {
  const isUp = () =>
    serially(async () => {
      if (!isFree(player)) return false;
      await take(player);
      working.add(player);
      return true;
    });
  while (!(await isUp())) {
    say(player, 'turn-waits');
    await wait();
  }
}
