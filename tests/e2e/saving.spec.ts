/** What leaves as a file and comes back: sessions that go on to the bit, weights, pictures, and the menu that offers them. */
import { pack, unpack } from '../../www/src/export/container';
import { NablaError } from '../../www/src/failure';
import { expect, test } from './fixtures';
import { refusal, SMALL_ON_CPU, type Lab, type Settings } from './lab';
import { violations } from './violations';

/** `NABLA_FUZZ=100000` spoils so many sessions. */
const ROUNDS = Math.max(2000, Number(process.env['NABLA_FUZZ'] ?? 0));

const bytes = (latin: string) => Array.from(latin, (character) => character.charCodeAt(0));

/** All parameters, as the lab shows them; forecasting and the race have theirs by net. */
async function parameters(lab: Lab): Promise<Record<string, number[]>> {
  const named = (await lab.tensors()).filter(({ kind }) => kind === 'parameter');
  const all: Record<string, number[]> = {};
  for (const { name } of named) all[name] = (await lab.inspect(name)).data;
  expect(named.length).toBeGreaterThan(0);
  return all;
}

const LABS: Record<string, Settings> = {
  'char-rnn': { ...SMALL_ON_CPU, lab: 'char-rnn' },
  vision: { lab: 'vision', model: 'own', net: 'conv 3x3 4; bn; max 2/2; dropout 20; dense 8', batch: 8, samples: 400, backend: 'cpu' },
  memory: { lab: 'memory', lags: '5,10', hidden: 8, batch: 8, steps: 60, backend: 'cpu' },
  word2vec: { lab: 'word2vec', texts: 'toy', minCount: 1, size: 8, window: 2, epochs: 1000, backend: 'cpu' },
  forecast: { lab: 'forecast', series: 'function', points: 300, window: 10, horizon: 5, hidden: 8, mlpHidden: 8, batch: 8, steps: 60, backend: 'cpu' },
  bptt: { lab: 'bptt', hidden: 6, batch: 4, sequence: 10, backend: 'cpu' },
  // Its texts take half a minute to be cut into sentences.
  ...(process.env['NABLA_ALL'] ? { 'text-cnn': { lab: 'text-cnn', backend: 'cpu', filters: 8 } } : {}),
};

for (const [name, settings] of Object.entries(LABS)) {
  test(`a session of ${name} goes on in a fresh page to the bit`, async ({ lab }) => {
    test.setTimeout(120_000);
    await lab.open({ ...settings, seed: 3 });
    await lab.train(10);
    const { latin } = await lab.export('session');
    await lab.train(10);
    const straight = await parameters(lab);

    // A fresh page with other settings: the session brings its own.
    await lab.open({ lab: settings['lab']!, backend: 'cpu' });
    await lab.load(bytes(latin), 'session', 'session.safetensors');
    await expect.poll(() => lab.step()).toBe(10);
    expect(await lab.config()).toMatchObject({ seed: 3 });
    expect((await lab.train(10)).step).toBe(20);
    expect(await parameters(lab)).toEqual(straight);
  });
}

test('a session brings its curve, and one that is refused changes nothing', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, seed: 5 });
  await lab.train(12);
  const { latin } = await lab.export('session');
  const curve = (await lab.export('metrics')).text;
  await lab.train(3);
  const before = await parameters(lab);

  const spoilt: [string, string][] = [
    ['bad-session', latin.slice(0, 500)],
    ['bad-session', 'soup'],
    ['bad-session', latin.replace('"version\\":1', '"versiom\\":1')],
    ['session-newer', latin.replace('"version\\":1', '"version\\":9')],
    ['session-of-lab', latin.replace('\\"lab\\":\\"char-rnn\\"', '\\"lab\\":\\"char-rmn\\"')],
  ];
  // Its settings are taken over before it turns out to be of another text.
  spoilt.push(['session-data', latin.replace(/hash\\":\\"./, 'hash\\":\\"_').replace('seed\\":5', 'seed\\":6')]);
  const points = async () => (await lab.export('figure')).text.match(/<polyline points="([^"]*)"/)![1]!.split(' ').length;
  const drawn = await points();
  for (const [code, text] of spoilt) {
    expect(await refusal(lab.load(bytes(text), 'session'))).toMatchObject({ code });
  }
  expect(await parameters(lab)).toEqual(before);
  expect(await points()).toBe(drawn);
  expect(await lab.config()).toMatchObject({ seed: 5 });
  expect((await lab.train(1)).step).toBe(16);

  await lab.open({ backend: 'cpu' });
  await lab.load(bytes(latin), 'session');
  expect((await lab.export('metrics')).text).toBe(curve);
  expect(await points()).toBe(12);
});

/** A checkpoint of one tensor, as the worker writes it. */
function checkpoint(): Uint8Array {
  const header = JSON.stringify({ __metadata__: { step: '7' }, w: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] } });
  const bytes = new Uint8Array(8 + header.length + 24);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}

/** A checkpoint of so many tensors of one number, named as long as the forecasting lab names its own. */
function checkpointOf(count: number): Uint8Array {
  const name = (i: number) => `linear-recurrence.one-to-many.${i}.adam.m.output.W`;
  const entry = (i: number) => [name(i), { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }];
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i)))));
  const bytes = new Uint8Array(8 + header.length + 4 * count);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

test('a session has room for every net of the largest contest, and one too large is not written', async () => {
  const about = { lab: 'forecast', config: {}, step: 7, data: null, view: null };
  expect(Object.keys((await unpack(pack(checkpointOf(4000), about))).tensors)).toHaveLength(4000);
  expect(() => pack(checkpointOf(4097), about)).toThrow(expect.objectContaining({ code: 'session-too-large' }));
});

test('what is packed comes out again, and no mutated session is more than refused', async () => {
  test.setTimeout(60_000 + ROUNDS);
  const about = { lab: 'memory', config: { seed: 3 }, step: 7, data: { name: 'a', hash: 'b' }, view: [{ step: 1, value: 2 }] };
  const file = pack(checkpoint(), about);
  expect(await unpack(file)).toMatchObject(about);
  const whole = new Uint8Array(await file.arrayBuffer());
  let state = 1;
  const below = (limit: number) => (state = (Math.imul(state, 48271) >>> 0) % 2147483647) % limit;
  let refused = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let spoilt = whole.slice();
    for (let change = below(4); change >= 0; change--) {
      const at = below(spoilt.length);
      if (below(8) === 0) spoilt = spoilt.slice(0, at + 1);
      else spoilt[at] = below(3) ? '0123456789[]{},:"-e'.charCodeAt(below(19)) : below(256);
    }
    const outcome = await unpack(new Blob([spoilt])).catch((error: NablaError) => error);
    if (!(outcome instanceof NablaError)) continue;
    expect(['bad-session', 'session-newer']).toContain(outcome.code);
    refused++;
  }
  expect(refused).toBeGreaterThan(1000);
});

test('weights come back, and others are refused by name', async ({ lab }) => {
  test.setTimeout(120_000);
  for (const settings of [{ ...SMALL_ON_CPU, lab: 'char-rnn' }, { ...LABS['vision']! }, { ...LABS['word2vec']! }]) {
    await lab.open(settings);
    await lab.train(5);
    const { latin } = await lab.export('weights');
    const trained = await parameters(lab);
    await lab.train(5);
    await lab.load(bytes(latin), 'weights');
    await expect.poll(() => lab.step()).toBe(0);
    expect(await parameters(lab)).toEqual(trained);
    expect(await refusal(lab.load('soup', 'weights'))).toMatchObject({ code: 'weights-format' });
    expect(await parameters(lab)).toEqual(trained);
    expect((await lab.train(1)).step).toBe(1);
  }
  await lab.open({ ...SMALL_ON_CPU, hidden: 16 });
  const { latin } = await lab.export('weights');
  await lab.configure({ hidden: 24 });
  expect(await refusal(lab.load(bytes(latin), 'weights'))).toMatchObject({ code: 'weights-shape', args: { name: expect.stringContaining('weight') } });
});

test('models leave as ONNX, and figures as PNG', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(5);
  const { latin } = await lab.export('onnx');
  expect(latin).toContain('LSTM');
  expect(latin).toContain('vocabulary');
  const { latin: png, type } = await lab.export('png');
  expect(type).toBe('image/png');
  expect(png.slice(1, 4)).toBe('PNG');
  await expect.poll(async () => (await lab.export('png:chart').catch(() => null))?.type).toBe('image/png');
  expect(await refusal(lab.export('figure:soup'))).toMatchObject({ code: 'unknown-export' });
});

test('the menu offers what the lab saves and opens, in both languages and by key', async ({ lab, page }) => {
  await lab.open({ ...LABS['vision']! });
  await lab.train(5);
  await expect.poll(async () => (await lab.export('figure:architecture').catch(() => null))?.text).toContain('28×28');
  const button = lab.element.getByTestId('save');
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = lab.element.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'ONNX' })).toBeVisible();
  const file = page.waitForEvent('download');
  await dialog.getByTestId('export-session').click();
  expect((await file).suggestedFilename()).toBe('nabla-vision-session.safetensors');
  await expect(dialog.getByRole('status')).toContainText('Saved');

  for (const format of ['SVG', 'PNG']) {
    const picture = page.waitForEvent('download');
    await dialog.getByRole('button', { name: new RegExp(`^${format}: `) }).first().click();
    const saved = await (await picture).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of saved) parts.push(part as Buffer);
    const content = Buffer.concat(parts).toString('latin1');
    if (format === 'PNG') expect(content.slice(1, 4)).toBe('PNG');
    else {
      expect(content).toContain('<svg');
      expect(content).not.toMatch(/var\(--|class=/);
    }
  }
  expect(await violations(page)).toEqual([]);
  await dialog.getByTestId('open-session').setInputFiles({ name: 'soup.safetensors', mimeType: 'application/octet-stream', buffer: Buffer.from('soup') });
  await expect(dialog.getByRole('status')).toContainText('This is no session');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  await lab.configure({ lang: 'ru' });
  await button.click();
  await expect(lab.element.getByRole('heading', { name: 'Сохранить и открыть' })).toBeVisible();
});
