/** The memory lab: nets learn in turns, their success by lag is drawn, and the page says what the worker says. */
import { DEFAULTS } from '../../www/src/labs/memory/presets';
import type { Net, ShownExample, SuccessTable } from '../../www/src/labs/memory/protocol';
import { expect, report, test } from './fixtures';
import { refusal, type Lab } from './lab';
import { restart, trainToCheckpoint } from './restart';
import { APPEARANCES, violations } from './violations';
import { kill, preludeOfWorker } from './worker';

const SMALL = { lab: 'memory', lags: '5,10', hidden: 8, batch: 8, steps: 60 };

const success = (lab: Lab) => lab.query<SuccessTable>('success');

/** Waits until every net has stopped. */
async function finish(lab: Lab, timeout: number): Promise<SuccessTable> {
  await expect(lab.element.getByTestId('verdict')).not.toBeEmpty({ timeout });
  return success(lab);
}

function net({ nets }: SuccessTable, cell: string, lag: number): Net {
  return nets.find((each) => each.cell === cell && each.lag === lag)!;
}

test('one click shows that an RNN forgets and LSTM and GRU remember, within 90 s', async ({ lab }) => {
  test.setTimeout(180_000);
  await lab.open({ lab: 'memory', backend: 'cpu' });
  const started = Date.now();
  await lab.button('Train').click();
  const table = await finish(lab, 150_000);
  const seconds = (Date.now() - started) / 1000;
  const row = (cell: string) => `${cell} ${[10, 25, 50, 100].map((lag) => Math.round(100 * net(table, cell, lag).success!)).join(' ')}`;
  report(`the preset in ${seconds.toFixed(0)} s: ${['rnn', 'lstm', 'gru'].map(row).join(', ')} %`);
  expect(seconds).toBeLessThan(90);
  for (const lag of [25, 50, 100]) {
    expect(net(table, 'rnn', lag).success!).toBeLessThan(0.4);
    for (const cell of ['lstm', 'gru']) expect(net(table, cell, lag).success!).toBeGreaterThan(0.9);
  }
  await expect(lab.element.getByTestId('verdict')).toContainText('LSTM, GRU');
});

for (const backend of ['cpu', 'webgpu']) {
  test(`all tasks are learned from, on ${backend}`, async ({ lab }) => {
    test.setTimeout(240_000);
    const device = await lab.open({ ...SMALL, backend });
    expect(device.backend).toBe(backend);
    for (const task of ['adding', 'copy', 'order', 'dyck', 'timing']) {
      await lab.configure({ task });
      const outcome = await lab.train(20);
      expect(outcome.step).toBe(20);
      const table = await success(lab);
      expect(table.task).toBe(task);
      for (const each of table.nets) expect(each).toMatchObject({ step: 20, state: expect.stringMatching(/learning|learned/) });
      const example = await lab.query<ShownExample>('example', { lag: table.baselines[0]!.lag });
      expect(example.nets.map(({ cell }) => cell)).toEqual(['rnn', 'lstm', 'gru']);
    }
  });
}

test('the table shows the worker’s numbers', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu', cells: 'rnn,lstm,lstm-peepholes,gru' });
  await lab.train(60);
  const table = await success(lab);
  for (const each of table.nets) {
    const shown = lab.element.getByTestId(`${each.cell}-${each.lag}`).locator('strong');
    await expect(shown).toHaveAttribute('data-value', String(each.success));
    await expect(shown).toHaveText(`${Math.round(100 * each.success!)} %`);
  }
  for (const { lag, success: share } of table.baselines) {
    const head = lab.element.getByTestId('success').locator('thead th').filter({ hasText: `lag ${lag}` });
    await expect(head).toHaveCount(1);
    expect(share).toBeCloseTo(0.19, 5);
  }
  const example = await lab.query<ShownExample>('example', { lag: 5 });
  const row = lab.element.getByTestId('answers-gru');
  const { answers } = example.nets.find(({ cell }) => cell === 'gru')!;
  await expect(row).toContainText(answers[0]!.toFixed(3));
});

test('a paused net stalls no other, and goes on where it was', async ({ lab }) => {
  // Too hard for nets so small: none learns it and stops.
  await lab.open({ ...SMALL, backend: 'cpu', lags: '40,50', hidden: 2, steps: 20000 });
  await lab.button('Pause LSTM').click();
  await lab.start();
  await lab.reach(30);
  await lab.pause();
  await expect(lab.status).toContainText('Paused');
  const paused = await success(lab);
  expect(net(paused, 'lstm', 40)).toMatchObject({ step: 0, state: 'paused' });
  expect(net(paused, 'rnn', 40).step).toBe(net(paused, 'gru', 50).step);
  await lab.button('Pause LSTM').click();
  await lab.train(5);
  expect(net(await success(lab), 'lstm', 50).step).toBe(5);
});

/** Steps told and long tasks, ms, of the page in some seconds. */
async function watched(element: Element): Promise<{ events: number; tasks: number[] }> {
  const seconds = 4;
  let events = 0;
  const tasks: number[] = [];
  const count = () => events++;
  element.addEventListener('nabla-step', count);
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  observer.disconnect();
  element.removeEventListener('nabla-step', count);
  return { events: events / seconds, tasks };
}

test('the views follow at least ten times a second, and leave no long task', { tag: '@alone' }, async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open({ lab: 'memory', backend: 'cpu' });
  await lab.button('Train').click();
  await lab.reach(20);
  // On a shared machine something else may hold up the page for a moment, but not in every window.
  for (let tries = 1; ; tries++) {
    const { events, tasks } = await lab.element.evaluate(watched);
    report(`${events} updates a second, ${tasks.length} long tasks`);
    if (tries < 3 && (events <= 10 || tasks.length > 0)) continue;
    expect(events).toBeGreaterThan(10);
    expect(tasks).toEqual([]);
    break;
  }
});

test('a net is looked into at every step of an example', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.train(20);
  await lab.element.getByTestId('inside').locator('summary').click();
  const view = lab.element.locator('nabla-cell-view');
  const look = await lab.query<{ names: string[]; shape: number[] }>('cell', { cell: 'lstm', lag: 5, t: 0 });
  expect(look.shape).toEqual([8]);
  expect(look.names).toEqual(expect.arrayContaining(['f.x', 'f.h', 'f.b', 'f.a', 'f', 'C', 'h']));
  await expect(view.locator('math').first()).toBeVisible();
  await expect(view.locator('[data-value]').first()).toBeVisible();
});

/** One step of a net at the test's first example, by name. */
function step(lab: Lab, args: object): Promise<Record<string, number[]>> {
  return lab.element.evaluate(async (element, asked) => {
    const { query } = element as unknown as { query(kind: string, args: object): Promise<{ names: string[]; arrays: Float32Array[] }> };
    const { names, arrays } = await query.call(element, 'cell', asked);
    return Object.fromEntries(names.map((name, at) => [name, Array.from(arrays[at]!)]));
  }, args);
}

/** What a net's layer puts out, and the gate whose columns come first. */
const OUTPUTS = { rnn: ['s', 's'], lstm: ['h', 'i'], 'lstm-peepholes': ['h', 'i'], gru: ['h', 'z'] } as const;

for (const backend of ['cpu', 'webgpu']) {
  test(`what the view shows of a step is what the net answers with, on ${backend}`, async ({ lab }) => {
    test.setTimeout(120_000);
    await lab.open({ ...SMALL, backend, cells: Object.keys(OUTPUTS).join(',') });
    await lab.train(20);
    const example = await lab.query<ShownExample>('example', { lag: 5 });
    const t = example.asked[0]!;
    for (const [cell, [output, gate]] of Object.entries(OUTPUTS)) {
      const weights = async (name: string) => (await lab.inspect(`${cell}.5.${name}`)).data;
      const layer = cell.slice(0, 4).replace('-', '');
      const [w, b, wh] = [await weights('output.W'), await weights('output.b'), await weights(`${layer}1.Wh`)];
      const [now, before] = [await step(lab, { cell, lag: 5, t }), await step(lab, { cell, lag: 5, t: t - 1 })];
      const answer = now[output]!.reduce((sum, h, unit) => sum + h * w[unit]!, b[0]!);
      // The net's own pass is the fused operation's, on its device.
      expect(answer, cell).toBeCloseTo(example.nets.find((each) => each.cell === cell)!.answers[0]!, 4);
      const columns = wh.length / now[output]!.length;
      for (const unit of now[output]!.keys()) {
        const product = before[output]!.reduce((sum, h, from) => sum + h * wh[from * columns + unit]!, 0);
        expect(now[`${gate}.h`]![unit], `${cell}, ${gate} of unit ${unit + 1}`).toBeCloseTo(product, 4);
      }
    }
  });
}

test('the page’s defaults are the worker’s', async ({ lab, page }) => {
  await lab.open({ lab: 'memory' });
  expect(await lab.config()).toEqual(DEFAULTS);
  expect(new URL(page.url()).hash).toBe('#lab=memory');
});

test('what cannot be is refused, and files are made', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu' });
  expect(await refusal(lab.configure({ lags: '5000' }))).toMatchObject({ code: 'out-of-range', field: 'lags' });
  expect(await refusal(lab.configure({ task: 'juggling' }))).toMatchObject({ code: 'not-one-of', field: 'task' });
  expect(await refusal(lab.query('example', { lag: 7 }))).toMatchObject({ code: 'not-one-of', field: 'lag' });
  await lab.train(20);
  expect((await lab.export('metrics')).text).toMatch(/^cell,lag,step,loss,success,test_loss\nrnn,5,1,/);
  const figure = await lab.export('figure');
  expect(figure.type).toBe('image/svg+xml');
  expect(figure.text).toContain('without memory');
});

test('a killed worker: the nets go on from their checkpoint, as if nothing had been', async ({ lab }) => {
  test.setTimeout(120_000);
  // It learns so slowly that no net is done, and a step takes so long that none comes to its last.
  await lab.open({ ...SMALL, hidden: 32, backend: 'cpu', cells: 'rnn,lstm', lags: '40', learningRate: 1e-5, steps: 20000 });
  const checkpoints = await trainToCheckpoint(lab);
  await kill(lab);
  const last = (await checkpoints()).pop()!;
  const { lost, from } = await restart(lab);
  expect(from).toBe(last);
  expect(lost).toBeGreaterThanOrEqual(from);
  await lab.reach(from + 5);

  await lab.pause();
  const { step } = await lab.train(1);
  const table = (await lab.export('metrics')).text;
  expect(table.split('\n')).toHaveLength(2 + 2 * step);
  const weights = () => lab.inspect('lstm.40.lstm1.Wh');
  const resumed = (await weights()).data;
  await lab.reset();
  await lab.train(step);
  expect((await weights()).data).toEqual(resumed);
  expect((await lab.export('metrics')).text).toBe(table);
});

/** Whatever the worker is to go on from is broken on its way there. */
const BREAK_CHECKPOINTS = `
  self.addEventListener('message', ({ data }) => {
    if (data.command?.type === 'restore') new Uint8Array(data.bytes).fill(0);
  });`;

for (const [lang, said] of [['en', 'training begins anew at step 0'], ['ru', 'обучение начинается заново, с шага 0']] as const) {
  test(`a checkpoint that is refused is forgotten: the nets begin anew, and that is said, in ${lang}`, async ({ lab, page }) => {
    test.setTimeout(60_000);
    await preludeOfWorker(page, BREAK_CHECKPOINTS);
    await lab.open({ ...SMALL, backend: 'cpu', lang, cells: 'rnn,lstm', lags: '40', learningRate: 1e-5, steps: 20000 });
    await trainToCheckpoint(lab);
    await lab.pause();
    await kill(lab);
    await expect(lab.notices).toContainText(said, { timeout: 30_000 });
    await lab.ready();
    expect((await lab.train(2)).step).toBe(2);
  });
}

test('by keyboard: choose a task, train, look at another example', async ({ lab, page }) => {
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.element.getByRole('radio', { name: 'Adding' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await lab.config()) as unknown as { task: string }).toMatchObject({ task: 'copy' });
  await lab.configure({ lags: '5', hidden: 8 });
  await lab.button('Train').focus();
  await page.keyboard.press('Enter');
  await lab.reach(3);
  await lab.button('Next').focus();
  await page.keyboard.press('Enter');
  await expect(lab.element.getByText('example 2')).toBeVisible();
});

for (const [lang, scheme] of APPEARANCES) {
  test(`no violation, in ${lang} and ${scheme}, wide and narrow`, async ({ lab, page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await lab.open({ ...SMALL, backend: 'cpu', lang, cells: 'rnn,lstm,lstm-peepholes,gru' });
    for (const summary of await lab.element.locator('summary').all()) await summary.click();
    await lab.train(60);
    await expect(lab.element.getByTestId('verdict')).toContainText(lang === 'ru' ? 'На расстоянии 10' : 'At lag 10');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const task of ['copy', 'timing']) {
      await lab.configure({ task });
      await lab.train(20);
      expect(await violations(page)).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
