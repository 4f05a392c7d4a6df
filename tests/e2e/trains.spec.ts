/** Training: on each device, and from one click. */
import { expect, report, test } from './fixtures';
import { SMALL, type LabElement } from './lab';

for (const backend of ['cpu', 'webgpu'] as const) {
  test(`200 steps on ${backend} lower the loss`, async ({ lab }) => {
    const device = await lab.open({ ...SMALL, backend });
    expect(device).toMatchObject({ backend, reason: 'requested' });

    const first = await lab.train(1);
    expect(first.step).toBe(1);
    const started = Date.now();
    const last = await lab.train(199);
    report(`${backend}: 199 small steps in ${Date.now() - started} ms, loss ${first.loss} → ${last.loss}`);

    expect(last.step).toBe(200);
    expect(last.loss).toBeLessThan(0.8 * first.loss);
    expect(last.metrics.bitsPerCharacter).toBeCloseTo(last.loss / Math.LN2, 3);
    expect(last.metrics.charactersPerSecond).toBeGreaterThan(0);
    expect(last.metrics.gradientNorm).toBeGreaterThan(0);
    expect(last.metrics.epoch).toBeGreaterThan(0);
    await lab.reach(200);
  });
}

test('both devices take the same first steps, within rounding', async ({ lab }) => {
  const losses: number[][] = [];
  for (const backend of ['cpu', 'webgpu']) {
    await lab.open({ ...SMALL, backend });
    losses.push(await lab.losses(5));
  }
  const [cpu, webgpu] = losses as [number[], number[]];
  for (const [index, loss] of cpu.entries()) {
    expect(Math.abs(webgpu[index]! / loss - 1), `step ${index + 1}`).toBeLessThan(1e-3);
  }
});

test('an untrained model knows nothing: its first loss is that of a uniform guess', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu' });
  const { loss } = await lab.train(1);
  const [vocabulary] = (await lab.inspect('output.b')).shape;
  expect(Math.abs(loss / Math.log(vocabulary!) - 1)).toBeLessThan(0.1);
});

test('auto chooses the processor where WebGPU is emulated on it, and says so', async ({ lab }) => {
  const device = await lab.open(SMALL);
  expect(device).toMatchObject({ backend: 'cpu', reason: 'software-gpu' });
  await expect(lab.element.getByTestId('backend')).toContainText(/Runs on the CPU: .*WebGPU.*processor/);
});

/** In the page: milliseconds from the click to the first step and to the first ink of the loss curve. */
function watchClick(lab: LabElement): void {
  const times: { click?: number; step?: number; curve?: number } = {};
  Object.assign(window, { times });
  addEventListener('click', () => (times.click ??= performance.now()), { capture: true, once: true });
  lab.addEventListener('nabla-step', () => (times.step ??= performance.now()));
  const plot = lab.shadowRoot!.querySelector('nabla-learns')!.shadowRoot!.querySelector<HTMLElement>('.plot')!;
  const probe = document.createElement('span');
  plot.append(probe);
  probe.style.color = 'var(--nabla-q-train)';
  const [red, green, blue] = getComputedStyle(probe).color.match(/\d+/g)!.map(Number) as [number, number, number];
  probe.remove();
  const inked = () => {
    const canvas = plot.querySelector('canvas');
    if (!canvas?.width) return false;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const near = (at: number, value: number) => Math.abs(data[at]! - value) < 12;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3]! > 200 && near(at, red) && near(at + 1, green) && near(at + 2, blue)) return true;
    }
    return false;
  };
  const look = setInterval(() => {
    if (times.click === undefined || !inked()) return;
    times.curve = performance.now();
    clearInterval(look);
  }, 50);
}

test('one click with default settings: the step counts and the curve moves at once', { tag: '@alone' }, async ({ lab, page }) => {
  await lab.visit();
  await expect(lab.button('Train')).toBeEnabled();
  await lab.ready();
  await lab.element.evaluate(watchClick);
  await lab.button('Train').click();
  const times = () => page.evaluate(() => (window as unknown as { times: Record<string, number> }).times);
  await expect.poll(async () => (await times())['curve'], { timeout: 10_000 }).toBeGreaterThan(0);
  await lab.reach(1, 10_000);

  const { click, step, curve } = (await times()) as { click: number; step: number; curve: number };
  report(`from the click to the first step ${Math.round(step - click)} ms, to the curve ${Math.round(curve - click)} ms (goal: 2,000)`);
  await expect(lab.element.getByTestId('loss')).toHaveText(/^\d+\.\d+$/);
  await expect(lab.element.getByTestId('reading')).not.toContainText('Press Train');
  await expect(lab.element.getByTestId('sample').first()).toContainText('Step', { timeout: 30_000 });
});

test('a click before the lab is ready counts', async ({ lab }) => {
  await lab.visit(SMALL);
  await lab.button('Train').click();
  await lab.reach(1);
});

test('Train, Pause, Step, Reset', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.button('Train').click();
  await lab.reach(5);
  await lab.button('Pause').click();
  await expect(lab.button('Train')).toBeVisible();
  // What was under way when Pause was pressed may still arrive, but nothing after it.
  await expect(lab.status).toContainText('Paused');
  await lab.page.waitForTimeout(1_000);
  const standing = await lab.step();
  await lab.page.waitForTimeout(1_000);
  expect(await lab.step()).toBe(standing);
  await lab.button('Step').click();
  await expect.poll(() => lab.step()).toBe(standing + 1);
  await lab.button('Reset').click();
  await expect.poll(() => lab.step()).toBe(0);
  await lab.button('Train').click();
  await lab.reach(1);
});
