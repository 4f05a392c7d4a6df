/**
 * What looking costs: how often each view follows a training model, how long the page is held up meanwhile, and how fast
 * training is with the view open, as a share of its speed with the view closed. Open and closed take turns, so that a
 * noisy machine is noisy for both.
 *
 * node views.mjs --url http://127.0.0.1:8080/ [--rounds 5] [--seconds 4] [--views strips,cell] [--backend cpu|webgpu]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values: options } = parseArgs({
  options: {
    url: text('http://127.0.0.1:8080/'),
    rounds: text('5'),
    seconds: text('4'),
    views: text(''),
    backend: text('cpu'),
    chromium: text(process.env.NABLA_CHROMIUM ?? '/usr/bin/chromium'),
  },
});

const inside = { fold: 'nabla-about details' };
const strips = { ...inside, view: 'nabla-gate-strips' };
const cell = { ...inside, view: 'nabla-cell-view' };
const compared = { fold: 'nabla-comparing details', view: 'nabla-compare', button: 'Train all' };
/** What is opened, what is watched in it, and how training is started. */
const VIEWS = {
  strips: { ...strips, settings: {} },
  'strips-64': { ...strips, settings: { hidden: 64 } },
  'strips-512': { ...strips, settings: { hidden: 512 }, sentence: 'The longest sentence that can be read here. '.repeat(10).slice(0, 400) },
  'strips-long': { ...strips, settings: {}, sentence: 'The longest sentence that can be read here. '.repeat(10).slice(0, 400) },
  cell: { ...cell, settings: {} },
  'cell-64': { ...cell, settings: { hidden: 64 } },
  'cell-peepholes': { ...cell, settings: { cell: 'lstm-peepholes' } },
  'cell-gru': { ...cell, settings: { cell: 'gru' } },
  compare: { ...compared, settings: {} },
  'compare-64': { ...compared, settings: { hidden: 64 } },
  // Too hard to be learned while it is measured.
  'memory-cell': {
    fold: 'nabla-memory-example details',
    view: 'nabla-cell-view',
    settings: { lab: 'memory', cells: 'rnn,lstm,lstm-peepholes,gru', lags: '90,100', hidden: 32, steps: 20000, learningRate: 1e-5 },
  },
};

/** Counts in the page: changes of what is seen, tasks over 50 ms, and steps of all runs with their times. */
function install() {
  const seen = { updates: 0, tasks: [], steps: [] };
  globalThis.seen = seen;
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    if (this.canvas.dataset.name) seen.updates++;
    return put.apply(this, given);
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask' });
  const lanes = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const event = data.event?.event ?? data.event;
        if (event?.type !== 'progress') return;
        lanes[data.event.lane ?? 0] = event.step;
        seen.steps.push({ at: performance.now(), step: lanes.reduce((sum, step) => sum + step, 0) });
      });
    }
  };
}

const pause = (page, milliseconds) => page.waitForTimeout(milliseconds);

/** Steps a second, changes of the view a second and the longest task, ms, of some seconds. */
async function watch(page, seconds) {
  await page.evaluate(() => Object.assign(globalThis.seen, { updates: 0, tasks: [], steps: [] }));
  const from = await page.evaluate(() => performance.now());
  await pause(page, 1000 * seconds);
  return page.evaluate((from) => {
    const { updates, tasks, steps } = globalThis.seen;
    const [first, last] = [steps[0], steps.at(-1)];
    return {
      speed: steps.length > 1 ? (1000 * (last.step - first.step)) / (last.at - first.at) : 0,
      updates: (1000 * updates) / (performance.now() - from),
      tasks,
    };
  }, from);
}

/** Each change of the view's content counts once, however much of it changed. */
function observe(element) {
  if (element.localName === 'nabla-gate-strips') return;
  const observer = new MutationObserver(() => globalThis.seen.updates++);
  observer.observe(element.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true });
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function measure(context, name, { fold, view, button = 'Train', settings, sentence }) {
  const page = await context.newPage();
  await page.addInitScript(install);
  const asked = new URLSearchParams({ backend: options.backend, ...settings });
  await page.goto(`${options.url}#${asked}`);
  await page.evaluate(() => document.querySelector('nabla-lab').ready);
  const details = page.locator(fold).first();
  const toggle = () => details.locator('summary').first().click();
  await toggle();
  await page.locator(view).waitFor();
  const write = async () => {
    if (!sentence) return;
    await page.getByTestId('sentence').fill(sentence);
    await page.getByTestId('sentence').press('Enter');
  };
  await write();
  await page.getByRole('button', { name: button, exact: true }).click();
  await pause(page, 3000);
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    await page.locator(view).evaluate(observe);
    await page.locator(view).locator('canvas, mn, table').first().waitFor();
    await pause(page, 700);
    await page.locator(view).evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await pause(page, 700);
    const open = await watch(page, Number(options.seconds));
    await toggle();
    await pause(page, 700);
    const closed = await watch(page, Number(options.seconds));
    await toggle();
    await page.locator(view).waitFor();
    await write();
    rounds.push({ open, closed });
  }
  await page.close();
  const of = (key, field) => median(rounds.map((round) => round[key][field]));
  const share = median(rounds.map(({ open, closed }) => open.speed / closed.speed));
  const longest = Math.max(0, ...rounds.flatMap(({ open }) => open.tasks));
  const count = rounds.reduce((sum, { open }) => sum + open.tasks.length, 0);
  const cells = [name, of('open', 'updates').toFixed(1), `${count}, ${longest.toFixed(0)}`, of('open', 'speed').toFixed(1),
    of('closed', 'speed').toFixed(1), `${(100 * share).toFixed(0)} %`];
  console.log(`| ${cells.join(' | ')} |`);
}

console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, ${options.backend}\n`);
console.log('| view | updates/s | tasks over 50 ms, longest | steps/s open | steps/s closed | open/closed |');
console.log('|---|---|---|---|---|---|');
const { context, close } = await launch({ executablePath: options.chromium, adapter: 'swiftshader' });
try {
  for (const [name, view] of Object.entries(VIEWS)) {
    if (options.views === '' || options.views.split(',').includes(name)) await measure(context, name, view);
  }
} finally {
  await close();
}
