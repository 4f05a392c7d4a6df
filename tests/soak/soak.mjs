/**
 * Trains every kind of model for long, makes and removes labs again and again, starts and stops ten labs of one page: nothing
 * that is held may grow. `cargo xtask soak` builds the page, then runs this; it prints tables, and ends with 1 if a bound is
 * broken.
 */
import { parseArgs } from 'node:util';
import { held, openPage } from './browser.mjs';
import { judge, said } from './judge.mjs';
import { startAndStop } from './ten.mjs';
import { add, BACKENDS, BRIEF, SUBJECTS } from './subjects.mjs';

const { values: asked } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    lab: { type: 'string' },
    backend: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where one run ends: whichever comes first, but not before `least` seconds. */
const LIMITS = asked.short ? { steps: 0, least: 4, minutes: 1, samples: 8 } : { steps: 20_000, least: 20, minutes: Number(asked.minutes ?? 10), samples: 40 };
const REMOVED = asked.short ? 8 : 200;

/** Puts a lab on the page and starts it; it goes on anew where its run ends by itself. */
function begin(page, lab, settings) {
  return page.evaluate(
    async (lab, settings) => {
      const element = self.__add(lab);
      self.soak = { element, steps: 0, error: null };
      let before = 0;
      element.addEventListener('nabla-step', ({ detail }) => {
        self.soak.steps += Math.max(0, detail.step - before);
        before = detail.step;
      });
      element.addEventListener('nabla-error', ({ detail }) => (self.soak.error ??= `${detail.code}: ${detail.message}`));
      await element.ready;
      await element.configure(settings);
      element.addEventListener('nabla-state', async ({ detail }) => {
        if (detail.state !== 'paused' && detail.state !== 'idle') return;
        before = 0;
        await element.reset();
        element.start();
      });
      element.start();
    },
    lab,
    settings,
  );
}

/** One kind of model on one device. */
async function train({ name, lab, settings }, backend) {
  const { page, complaints, end } = await openPage();
  try {
    await add(page);
    await begin(page, lab, { ...settings, backend });
    const started = Date.now();
    const seconds = () => (Date.now() - started) / 1000;
    const now = () => page.evaluate(() => ({ steps: self.soak.steps, error: self.soak.error }));
    const samples = [];
    let at = await now();
    while (seconds() < LIMITS.least || (at.steps < LIMITS.steps && seconds() < 60 * LIMITS.minutes)) {
      // Evenly over the steps or the time, whichever ends first.
      const share = Math.max(seconds() / (60 * LIMITS.minutes), Math.min(at.steps / LIMITS.steps || 0, seconds() / LIMITS.least));
      const due = asked.short ? seconds() / LIMITS.least : share;
      if (due * LIMITS.samples >= samples.length) samples.push({ at: at.steps, ...(await held(page)) });
      await wait(50);
      at = await now();
    }
    samples.push({ at: at.steps, ...(await held(page)) });
    if (at.error) complaints.push(at.error);
    if (at.steps === 0) complaints.push('no step was taken');
    judge(`${name}, ${backend}`, `${at.steps.toLocaleString('en')} steps in ${Math.round(seconds())} s`, samples, complaints);
  } finally {
    await end();
  }
}

/** Labs made, trained and removed, one after the other, on one page. */
async function makeAndRemove(backend) {
  const { page, complaints, end } = await openPage();
  const kinds = asked.short ? BRIEF : SUBJECTS;
  const samples = [];
  try {
    await add(page);
    for (let time = 1; time <= REMOVED; time++) {
      const { name, lab, settings } = kinds[time % kinds.length];
      const once = async (lab, settings) => {
        const element = self.__add(lab);
        await element.ready;
        await element.configure(settings);
        await element.train(2);
        element.remove();
      };
      await page.evaluate(once, lab, { ...settings, backend }).catch((error) => complaints.push(`${name}: ${error.message}`));
      if (time % (asked.short ? 1 : 5) > 0) continue;
      await wait(300);
      samples.push({ at: time, ...(await held(page)) });
    }
    judge(`made and removed, ${backend}`, `${REMOVED} labs`, samples, complaints);
  } finally {
    await end();
  }
}

/** Ten labs on one page. */
async function tenOnAPage() {
  const { page, complaints, end } = await openPage();
  try {
    await add(page);
    const minutes = asked.short ? 0.5 : Number(asked.minutes ?? 5);
    const { samples, did } = await startAndStop(page, complaints, minutes * 60_000, Number(asked.seed));
    judge('ten labs on a page', did, samples, complaints);
  } finally {
    await end();
  }
}

const isAsked = ({ name, lab }) => !asked.lab || lab === asked.lab || name === asked.lab;
const kinds = (asked.short && !asked.lab ? BRIEF : SUBJECTS).filter(isAsked);
const backends = BACKENDS.filter((backend) => !asked.backend || backend === asked.backend);
if (kinds.length === 0 || backends.length === 0) {
  console.error(`soak: no such lab or backend. Labs: ${SUBJECTS.map(({ name }) => name).join(', ')}; backends: ${BACKENDS.join(', ')}`);
  process.exit(2);
}
if (asked.page) await tenOnAPage();
else {
  for (const kind of kinds) for (const backend of backends) await train(kind, backend);
  if (!asked.lab) for (const backend of backends) await makeAndRemove(backend);
}
process.exit(said() ? 0 : 1);
