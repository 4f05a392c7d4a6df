/** Files and links that nobody meant: each ends in a sentence, and the run and its data stay. Slower ones: `tests/faults/play.spec.ts`. */
import { expect, test } from './fixtures';
import { REFUSED } from './images';
import { SMALL_ON_CPU, type Lab, type LabElement } from './lab';
import { isSaid, speak, whileTraining } from './sentences';

const MB = 1024 * 1024;
/** The beginning of a photograph. */
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0', 'latin1'), ...Array.from({ length: 4000 }, (_, i) => (i * 97) % 256)]);
const file = (name: string, content: Buffer | string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

const TEXTS: [string, Buffer | string, RegExp, RegExp][] = [
  ['30 MB of one letter', Buffer.alloc(30 * MB, 'a'), /has 30 MB; at most 20 MB.*stays/, /30 МБ.*не больше 20 МБ.*остался/],
  ['1 MB of one letter', Buffer.alloc(MB, 'a'), /one character only.*stays/, /одного и того же символа.*остался/],
  ['an empty text', '', /is empty.*stays/, /пуст.*остался/],
  ['a text with NULs', 'To be\n or n\0ot to be\n'.repeat(500), /not UTF-8: line 2, column 6\./, /не UTF-8: строка 2, столбец 6\./],
  ['a text in Latin-1', Buffer.from('caf\xe9\n'.repeat(500), 'latin1'), /line 1, column 4\..*Save it as UTF-8.*stays/, /строка 1, столбец 4\..*остался/],
  ['a photograph', JPEG, /not UTF-8: line 1, column 1\./, /не UTF-8: строка 1, столбец 1\./],
];

test('texts that are none are refused in a sentence while the lab trains on', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const at = lab.element.locator('nabla-text-source .failure');
  await whileTraining(lab, async () => {
    for (const [what, content, en, ru] of TEXTS) {
      await lab.element.locator('nabla-text-source input[type=file]').setInputFiles(file('text.txt', content));
      await isSaid(lab, what, { at, en, ru });
    }
  });
  expect(await lab.config()).toMatchObject({ corpus: 'shakespeare' });
});

const TABLES: [string, Buffer | string, RegExp, RegExp][] = [
  ['a photograph', JPEG, /is not text.*Save a spreadsheet as CSV/, /не текстовый файл.*сохраните как CSV/],
  ['10,000 columns', `${'x,'.repeat(9_999)}x\n${'1,'.repeat(9_999)}1\n`, /Line 1 has 10,000 cells; at most 1,000/, /строке 1 ячеек 10[\s\u00a0]000, читается не больше 1[\s\u00a0]?000/],
  ['an empty table', '', /is empty/, /пуст/],
  ['21 MB', Buffer.alloc(21 * MB, '1\n'), /has 21 MB; at most 20 MB/, /21 МБ.*не больше 20 МБ/],
  ['words', 'when,how\nto be,or not\nto be,that\n', /No column of the file has numbers/, /Ни в одном столбце.*нет чисел/],
];

test('tables that are none are refused in a sentence while the nets train on', async ({ lab }) => {
  await lab.open({ lab: 'forecast', backend: 'cpu', hidden: 4, mlpHidden: 4, steps: 20_000 });
  const before = await lab.config();
  const at = lab.element.getByTestId('csv-failure');
  await whileTraining(lab, async () => {
    for (const [what, content, en, ru] of TABLES) {
      await lab.element.getByTestId('file').setInputFiles(file('table.csv', content));
      await isSaid(lab, what, { at, en, ru });
    }
  });
  expect(await lab.config()).toEqual(before);
});

test('sessions and weights that are none are refused in a sentence, in the reader’s language', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(3);
  const kinds: [string, string, Buffer, RegExp, RegExp][] = [
    ['session', 'garbage', JPEG, /no session of Nabla: .*stays/, /не сеанс Nabla: .*осталось/],
    ['weights', 'garbage', JPEG, /no file of weights.*stays/, /не файл весов.*осталось/],
    ['session', 'nothing', Buffer.alloc(0), /it is cut off/, /файл оборван/],
    ['weights', 'nothing', Buffer.alloc(0), /it is (cut off|damaged)/, /(файл оборван|он повреждён)/],
  ];
  for (const lang of ['en', 'ru'] as const) {
    await speak(lab, lang);
    const save = lab.element.getByTestId('save');
    await expect(save).toHaveText(lang === 'en' ? /Save/ : /Файлы/); // the menu speaks as the lab does when it is opened
    await save.click();
    const menu = lab.element.locator('nabla-save');
    for (const [kind, what, content, en, ru] of kinds) {
      await menu.getByTestId(`open-${kind}`).setInputFiles(file('run.safetensors', content));
      await expect(menu.locator('.said'), what).toContainText(lang === 'en' ? en : ru);
    }
    await menu.locator('header button').click();
  }
  // Its size is looked at first, and said with the limit.
  for (const kind of ['session', 'weights']) expect(await tooLarge(lab, kind)).toMatch(/300 MB; at most 256 MB/);
  expect((await lab.train(1)).step).toBe(4);
});

/** A file of 300 MB that nobody has to hold: its bytes would be an error. */
function tooLarge(lab: Lab, kind: string): Promise<string> {
  return lab.element.evaluate((element: LabElement, of) => {
    const large = new Blob(['x']);
    Object.defineProperty(large, 'size', { value: 300 * 1024 * 1024 });
    large.arrayBuffer = () => Promise.reject(new Error('it was read'));
    const load = (element as unknown as { load(kind: string, file: Blob): Promise<void> }).load.bind(element);
    return load(of, large).then(() => 'it was taken', ({ message }) => String(message));
  }, kind);
}

test('images that are none are refused by name', async ({ lab }) => {
  await lab.open({ lab: 'vision', backend: 'cpu', model: 'softmax', samples: 200, batch: 4 });
  await lab.train(1);
  const own = lab.element.getByTestId('own');
  await own.locator('> summary').click();
  await own.getByLabel('Name of a class').fill('cats');
  await own.getByRole('button', { name: 'Add class' }).click();
  const huge = Buffer.from(REFUSED.find(([{ name }]) => name === 'huge.png')![0].buffer);
  huge.writeUInt32BE(20_000, 16);
  huge.writeUInt32BE(20_000, 20);
  const page = '<!doctype html><title>cat</title>'.repeat(9);
  const files = [file('vast.png', huge), file('page.png', page), file('drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'), file('film.png', Buffer.alloc(21 * MB))];
  await own.locator('li input[type=file]').setInputFiles(files);
  await isSaid(lab, '20,000×20,000, HTML, SVG and 21 MB', {
    at: own.getByTestId('refusals'),
    en: /vast\.png has 400 megapixels; at most 40.*page\.png is no PNG.*drawing\.png is an SVG.*film\.png has 21 MB; at most 20 MB/s,
    ru: /vast\.png: 400 мегапикселей.*page\.png — не изображение.*drawing\.png — рисунок SVG.*film\.png: 21 МБ/s,
  });
  expect((await lab.train(1)).step).toBe(2);
});

const LINKS: [string, string][] = [
  ['100 kB of one setting', `hidden=${'9'.repeat(100_000)}`],
  ['100 kB of a name', `${'x'.repeat(100_000)}=1&hidden=32`],
  ['broken escapes', 'hidden=%&cell=%zz%E0%A4%A&%=%&temperature=%00'],
  ['other scripts', 'скрытое=много&cell=долгая&hidden=٣&corpus=😀\u202e'],
  ['a thousand settings', Array.from({ length: 1000 }, (_, i) => `s${i}=${i}`).join('&')],
  ['a lab that is none', `lab=${'z'.repeat(5_000)}`],
];

for (const [what, link] of LINKS) {
  test(`a link of garbage opens a lab: ${what}`, async ({ lab, page }) => {
    await page.goto(`lab.html#${link}`);
    const words = page.locator('nabla-lab:not([hidden]) .notices').first();
    await expect(words).not.toBeEmpty();
    expect((await words.innerText()).length).toBeLessThan(2_000);
    if (what !== 'a lab that is none') expect((await lab.train(1)).step).toBe(1);
    else await page.locator('nav.labs a').first().click();
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  });
}
