/** Texts of one's own: loaded by the API, pasted, uploaded; and those that cannot be used. */
import { expect, test } from './fixtures';
import { refusal, SMALL_ON_CPU, type Lab } from './lab';

/** 28 kinds of character: the 26 letters, space and line break. */
const PANGRAM = 'the quick brown fox jumps over the lazy dog\n'.repeat(120);
const KINDS = 28;

/** "line 3, column 8": two good lines, then a byte that begins nothing. Column counts characters, not bytes. */
const BAD = [...new TextEncoder().encode('one\ntwo\nприве, '), 0xff, ...new TextEncoder().encode('after\n'.repeat(99))];
const BAD_PLACE = { line: 3, column: 8, byte: 21 };

async function learns(lab: Lab): Promise<void> {
  const first = await lab.train(1);
  expect(first.step).toBe(1);
  expect(Math.abs(first.loss / Math.log(KINDS) - 1)).toBeLessThan(0.15);
  expect((await lab.inspect('output.b')).shape).toEqual([KINDS]);
  expect((await lab.train(149)).loss).toBeLessThan(0.5 * first.loss);
}

test('a text given by a script is trained on from step 0', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(5);
  await lab.load(PANGRAM);
  expect((await lab.config()).corpus).toBe('own');
  await expect(lab.element).toContainText(`of ${KINDS} kinds`);
  await expect(lab.element).toContainText(`${PANGRAM.length.toLocaleString('en')} characters`);
  await learns(lab);
  const text = await lab.query('generate', { prompt: 'the ', length: 40, temperature: 0.2, seed: 1 });
  expect(text.text).toMatch(/^[a-z \n]+$/);
});

test('a pasted text is trained on', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.element.getByText('Use a text of my own').click();
  await lab.element.getByRole('textbox', { name: 'Paste a text' }).fill(PANGRAM);
  await lab.button('Use this text').click();
  await expect(lab.element).toContainText(`of ${KINDS} kinds`);
  await expect(lab.element.getByRole('combobox', { name: 'Text' })).toHaveValue('own');
  await learns(lab);
});

test('an uploaded file is trained on; a wrong one is refused with its place, and the run goes on', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.element.getByText('Use a text of my own').click();
  const picker = lab.element.getByLabel('Choose a file');
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/plain', buffer });
  await picker.setInputFiles(file('pangram.txt', Buffer.from(PANGRAM)));
  await expect(lab.element).toContainText(`of ${KINDS} kinds`);
  await learns(lab);

  await picker.setInputFiles(file('latin1.txt', Buffer.from(BAD)));
  await expect(lab.element.getByRole('alert').filter({ hasText: 'UTF-8' })).toContainText(
    `line ${BAD_PLACE.line}, column ${BAD_PLACE.column}`,
  );
  await expect(lab.element).toContainText(`of ${KINDS} kinds`);
  expect((await lab.train(1)).step).toBe(151);
});

const REFUSED = [
  { name: 'bytes that are no UTF-8', content: BAD, failure: { code: 'bad-encoding', args: BAD_PLACE } },
  { name: 'an empty text', content: '', failure: { code: 'text-empty' } },
  { name: 'nothing but a byte order mark', content: [0xef, 0xbb, 0xbf], failure: { code: 'text-empty' } },
  { name: 'one character over and over', content: 'a'.repeat(5_000), failure: { code: 'text-one-character' } },
  { name: 'a text shorter than one batch', content: 'abc', failure: { code: 'text-too-short' } },
];

for (const { name, content, failure } of REFUSED) {
  test(`${name} is refused; the old text and the run stay`, async ({ lab }) => {
    await lab.open(SMALL_ON_CPU);
    const expected = await lab.losses(8);
    await lab.reset();
    const before = await lab.losses(4);

    const refused = await refusal(lab.load(content));
    expect(refused).toMatchObject(failure);
    expect(refused.message.length).toBeGreaterThan(15);

    expect((await lab.config()).corpus).toBe('shakespeare');
    expect([...before, ...(await lab.losses(4))]).toEqual(expected);
  });
}

test('a text over 20 MB is refused before it is read', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(2);
  const refused = await lab.element.evaluate(async (element) => {
    const large = new Blob([new Uint8Array(20 * 1024 * 1024 + 1).fill(97)]);
    const { load } = element as unknown as { load(kind: string, file: Blob): Promise<void> };
    return load.call(element, 'text', large).then(
      () => null,
      ({ code, message }) => ({ code, message }),
    );
  });
  expect(refused).toMatchObject({ code: 'text-too-large', message: expect.stringContaining('20') });
  expect((await lab.train(1)).step).toBe(3);
});

test('a run in full swing goes on when a text is refused', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.start();
  const step = await lab.reach(5);
  await refusal(lab.load(BAD));
  await refusal(lab.load(''));
  await lab.reach(step + 20);
  await expect(lab.button('Pause')).toBeVisible();
});

test('line ends, marks and characters of any script are read as one character each', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.load(`\uFEFF${'Привет, мир! 你好 😀\n'.repeat(200)}`);
  // П р и в е т , space м ! 你 好 😀 line break: «и» and «р» come twice.
  await expect(lab.element).toContainText('of 14 kinds');
  const { text } = await lab.query('generate', { prompt: 'Привет', length: 20, temperature: 1, seed: 1 });
  expect(text).not.toContain('\uFFFD');
});

test('kinds of data and corpora that this lab does not take are refused', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  expect(await refusal(lab.load('1,2,3', 'csv'))).toMatchObject({ message: expect.stringContaining('csv') });
  const refused = await refusal(lab.configure({ corpus: 'own' }));
  expect(refused).toMatchObject({ code: 'no-text', field: 'corpus' });
  expect((await lab.config()).corpus).toBe('shakespeare');
});
