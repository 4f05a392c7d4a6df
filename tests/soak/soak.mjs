/**
 * Trains every kind of model for long, makes and removes labs again and again, starts and stops ten labs of one page: nothing
 * that is held may grow. `cargo xtask soak` builds the page, then runs this; it prints a table, and ends with 1 if a bound is
 * broken.
 */
import { parseArgs } from 'node:util';
import { Judge } from './judge.mjs';
import { makeAndRemove } from './remove.mjs';
import { BACKENDS, BRIEF, BRIEF_REMOVED, SUBJECTS } from './subjects.mjs';
import { startAndStop } from './ten.mjs';
import { train } from './train.mjs';

const PARTS = ['train', 'remove', 'page'];
const { values: asked } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    leak: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: PARTS },
    lab: { type: 'string' },
    backend: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
  },
});

/** Where a training ends: see train.mjs. */
const MINUTES = Number(asked.minutes ?? 10);
/** How many models are trained at a time; what else there is is done by itself. */
const JOBS = Number(asked.jobs);
const LIMITS = { steps: 20_000, least: 20, minutes: MINUTES, samples: 16 };
const SHORT = { steps: 0, least: 8, minutes: 1, samples: 8 };
const LEAKING = { steps: 0, least: 6, minutes: 1, samples: 8 };

const isAsked = ({ name, lab }) => !asked.lab || lab === asked.lab || name === asked.lab;
const backends = BACKENDS.filter((backend) => !asked.backend || backend === asked.backend);
const kinds = SUBJECTS.filter(isAsked);

function refuse(why) {
  console.error(`soak: ${why}`);
  process.exit(2);
}

/** Every kind on every device, so many at a time, each in a browser of its own. */
async function trainAll(judge) {
  const left = backends.flatMap((backend) => kinds.map((kind) => () => train(judge, kind, backend, { ...LIMITS, ...(kind.least && { least: kind.least }) })));
  const one = async () => {
    for (let next = left.shift(); next; next = left.shift()) await next();
  };
  await Promise.all(Array.from({ length: JOBS }, one));
}

/** All of it, or the parts that were asked for. */
async function long(judge) {
  const parts = asked.lab ? ['train'] : asked.part;
  if (parts.includes('train')) await trainAll(judge);
  if (parts.includes('remove')) for (const backend of backends) await makeAndRemove(judge, SUBJECTS, backend, 200, 5);
  if (parts.includes('page')) await startAndStop(judge, 10, { minutes: Number(asked.minutes ?? 5), round: 15, warmUp: 20, seed: Number(asked.seed) });
}

/** Some of it, in a few minutes. */
async function short(judge) {
  for (const kind of BRIEF) for (const backend of backends) await train(judge, kind, backend, SHORT);
  for (const backend of backends) await makeAndRemove(judge, BRIEF_REMOVED, backend, 8, 2);
  await startAndStop(judge, 4, { minutes: 1 / 3, round: 4, warmUp: 2, seed: Number(asked.seed) });
}

/** Loses things on purpose; ends well if that is found. */
const leaking = (judge) => train(judge, BRIEF[0], 'webgpu', LEAKING, true);

if (kinds.length === 0) refuse(`no such lab. Labs: ${SUBJECTS.map(({ name }) => name).join(', ')}`);
if (backends.length === 0) refuse(`no such backend. Backends: ${BACKENDS.join(', ')}`);
if (!(JOBS >= 1)) refuse('--jobs is a number from 1 on.');
if (asked.part.some((part) => !PARTS.includes(part))) refuse(`no such part. Parts: ${PARTS.join(', ')}`);
const judge = new Judge(asked.short, asked.leak);
await (asked.leak ? leaking : asked.short ? short : long)(judge);
process.exit(judge.said() ? 0 : 1);
