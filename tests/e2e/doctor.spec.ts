/** A run whose numbers are none any more stops, says what was the first and why, and goes on from where it was good. */
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';
import { trainToCheckpoint } from './restart';

const RECKLESS = { learningRate: 10, clip: 0 };

test('a run that diverges says where and why, and goes on with the keyboard from its last good step', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  const checkpoints = await trainToCheckpoint(lab);
  await lab.reach((await checkpoints()).at(-1)! + 30);
  await lab.configure(RECKLESS);
  const doctor = lab.element.getByTestId('doctor');
  await expect(doctor).toContainText(/Training diverged at step [\d,]+: .*(loss|gradient|weight)/, { timeout: 30_000 });
  await expect(doctor).toContainText(/learning rate of 10|Clipping is off/);
  const good = Number((await doctor.innerText()).match(/the run of step ([\d,]+) is kept/)![1]!.replaceAll(',', ''));
  const stopped = await lab.step();
  await expect(doctor, 'the page is where the diagnosis is').toContainText(`diverged at step ${stopped.toLocaleString('en')}:`);
  expect((await checkpoints()).at(-1)).toBe(good);

  await lab.pause();
  expect(await lab.step(), 'the curve stays').toBe(stopped);

  const remedy = lab.element.getByRole('button', { name: new RegExp(`Go on from step ${good.toLocaleString('en')} with a learning rate of 0\\.00`) });
  await remedy.focus();
  await page.keyboard.press('Enter');
  await expect(doctor).toHaveCount(0);
  await lab.reach(good + 20);
  expect((await lab.config()).learningRate).toBeLessThan(0.01);
});

test('a run that diverges at once can begin again', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, lang: 'ru' });
  await lab.train(3);
  await lab.configure(RECKLESS);
  await lab.start();
  const doctor = lab.element.getByTestId('doctor');
  await expect(doctor).toContainText(/Обучение разошлось на шаге/, { timeout: 30_000 });
  await lab.element.getByRole('button', { name: 'Начать заново с темпом обучения 0,003' }).click();
  await expect(doctor).toHaveCount(0);
});

test('nets of a race that diverge together have one notice, and one press takes them back', async ({ lab }) => {
  await lab.open({ lab: 'memory', backend: 'cpu', lags: '6', cells: 'rnn,gru', hidden: 8, batch: 4, steps: 5000, optimizer: 'sgd', clip: 0, learningRate: 10, lang: 'en' });
  await lab.start();
  const doctor = lab.element.getByTestId('doctor');
  await expect(doctor).toContainText(/(RNN|GRU) with a lag of 6: Training diverged .* The same happened to: (RNN|GRU) with a lag of 6 \(step [\d,]+\)\./, { timeout: 30_000 });
  await expect(doctor).toHaveCount(1);
  await lab.element.getByTestId('doctor-go-on').last().click();
  await expect(doctor).toHaveCount(0);
});

test('forecasting nets that diverge are named as their lab names them, and go back together', async ({ lab }) => {
  await lab.open({ lab: 'forecast', backend: 'cpu', series: 'nile', window: 8, horizon: 4, models: 'mlp,lstm', modes: 'one-to-one,one-to-many', hidden: 4, mlpHidden: 4, batch: 4, steps: 20_000, optimizer: 'sgd', clip: 0, learningRate: 10, lang: 'en' });
  await lab.start();
  const doctor = lab.element.getByTestId('doctor');
  await expect(doctor).toContainText(/(Window net|LSTM 1→[1n]): Training diverged at step [\d,]+: .* The same happened to: .*LSTM 1→[1n] \(step [\d,]+\)/, { timeout: 30_000 });
  await expect(doctor).toHaveCount(1);
  await lab.element.getByTestId('doctor-go-on').last().click();
  await expect(doctor).toHaveCount(0);
  expect((await lab.config()).learningRate).toBe(0.002);
  await lab.reach((await lab.step()) + 20);
  await expect(doctor).toHaveCount(0);
});

for (const [name, settings] of [
  ['sentences', { lab: 'text-cnn', sentences: 100, vocabulary: 200, embedding: 4, filters: 4, epochs: 100 }],
  ['words, one after another', { lab: 'word2vec', texts: 'toy', minCount: 1, sample: 0, size: 8, epochs: 1000, objective: 'skip-gram' }],
  ['words, all at once', { lab: 'word2vec', texts: 'toy', minCount: 1, sample: 0, size: 8, epochs: 1000, objective: 'tied' }],
] as const) {
  test(`a rate that is too large: ${name}`, async ({ lab }) => {
    await lab.open({ ...settings, backend: 'cpu', lang: 'en' });
    await lab.train(3);
    await lab.pause(); // the page keeps this step, and the next one shows that it was good
    await lab.train(2);
    await lab.configure({ learningRate: 10 });
    expect(await lab.step(), 'another rate is no new run').toBe(5);
    await lab.start();
    const doctor = lab.element.getByTestId('doctor');
    await expect(doctor).toContainText(/Training diverged at step [\d,]+: .*learning rate of 10 .*the run of step [35] is kept/s, { timeout: 30_000 });
    await expect(doctor).toHaveCount(1);
    await lab.element.getByRole('button', { name: /Go on from step [35] with a learning rate of 0\.0/ }).click();
    await expect(doctor).toHaveCount(0);
    await lab.reach(10);
    expect((await lab.config()).learningRate).toBeLessThan(0.1);
    await expect(doctor).toHaveCount(0);
    await expect(lab.element).not.toContainText(/\bNaN\b|Infinity/);
  });
}

for (const [name, settings] of [
  ['forecasts', { lab: 'forecast', series: 'nile', window: 8, horizon: 4, models: 'gru', modes: 'one-to-one', hidden: 4, batch: 4, steps: 20_000, optimizer: 'sgd', clip: 0, learningRate: 0.001 }],
  ['sentences', { lab: 'text-cnn', sentences: 100, vocabulary: 200, embedding: 4, filters: 4, epochs: 100 }],
  ['words', { lab: 'word2vec', texts: 'toy', minCount: 1, sample: 0, size: 8, epochs: 1000, objective: 'tied' }],
] as const) {
  test(`a rate that is too large, on WebGPU: ${name}`, async ({ lab }) => {
    test.setTimeout(90_000);
    expect((await lab.open({ ...settings, backend: 'webgpu', lang: 'en' })).backend).toBe('webgpu');
    await lab.train(3);
    await lab.pause();
    await lab.train(2);
    await lab.configure({ learningRate: 10 });
    await lab.start();
    const doctor = lab.element.getByTestId('doctor');
    await expect(doctor).toContainText(/Training diverged at step [\d,]+: .*learning rate of 10/s, { timeout: 60_000 });
    await lab.element.getByTestId('doctor-go-on').last().click();
    await expect(doctor).toHaveCount(0);
    await lab.reach((await lab.step()) + 5);
    await expect(doctor).toHaveCount(0);
    await expect(lab.element).not.toContainText(/\bNaN\b|Infinity/);
  });
}
