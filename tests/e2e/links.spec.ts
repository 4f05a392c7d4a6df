/** Links bring a lab's state back, those of today's form too, and whatever else one says, the lab opens. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fromFragment, LONGEST, toFragment, toLink } from '../../www/src/config';
import { CONTROLS, SETTINGS, type Field } from '../../www/src/share/schema';
import { expect, report, test } from './fixtures';
import type { LabElement } from './lab';

interface Fixture {
  link: string;
  opens: Record<string, unknown>;
  /** Settings that something is said about. */
  notes?: string[];
}

const FIXTURES = JSON.parse(readFileSync(new URL('../fixtures/links.json', import.meta.url), 'utf8')) as Fixture[];
const OWN_DATA = ['corpus', 'series', 'data', 'texts'];

/** `NABLA_FUZZ=100000` tries so many fragments, and opens a page at every 250th of that number of addresses. */
const LONG = Number(process.env['NABLA_FUZZ'] ?? 0);
const ADDRESSES = LONG || 150;
const VISITS = Math.max(8, LONG / 250);

type Values = Record<string, unknown>;

const usual = (lab: string): Values => Object.fromEntries(SETTINGS[lab]!.map(({ key, usual }) => [key, usual]));

/** What the validator would let through. */
function values(field: Field, all: readonly Field[]): fc.Arbitrary<unknown> {
  const { key, rule, min = 0, max = 0, most = 1 } = field;
  const words = rule === 'keys' ? [...all.map((each) => each.key), ...CONTROLS] : (field.words ?? []);
  const allowed = OWN_DATA.includes(key) ? words.filter((word) => word !== 'own') : words;
  switch (rule) {
    case 'version':
      return fc.constant(1);
    case 'integer':
      return fc.integer({ min, max });
    case 'number':
      return fc.double({ min, max, noNaN: true }).map((x) => x + 0);
    case 'word':
      // A switch is written as a word.
      return typeof field.usual === 'boolean' ? fc.boolean() : fc.constantFrom(...allowed);
    case 'words':
    case 'keys':
      return fc.subarray([...allowed]);
    case 'text':
      return fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.min(max, 400) });
    case 'integers':
      return fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most }).map((all) => all.sort((a, b) => a - b));
  }
}

const states = (lab: string): fc.Arbitrary<Values> =>
  fc.record(Object.fromEntries(SETTINGS[lab]!.map((field) => [field.key, values(field, SETTINGS[lab]!)])));

/** A list may come as text, and a switch as a word: the validator takes both. */
const plain = (state: Values) => Object.fromEntries(Object.entries(state).map(([key, value]) => [key, String(value)]));

for (const lab of Object.keys(SETTINGS)) {
  test(`what is written of ${lab} is what is read`, () => {
    const base = usual(lab);
    const property = fc.property(states(lab), (state) => {
      const { text, without } = toLink(state, base, true);
      assert(text.length < LONGEST && /^[\x21-\x7e]*$/.test(text), text);
      const read = { ...base, ...fromFragment(`#${text}`, base) };
      const expected = { ...state, ...Object.fromEntries(without.map((key) => [key, base[key]])) };
      assert.deepEqual(plain(read), plain(expected));
      // Equal states have equal texts, in whatever order they were said.
      const other = Object.fromEntries(Object.entries(read).reverse());
      assert.equal(toLink(other, base, true).text, text);
    });
    fc.assert(property, { numRuns: 300, seed: 8 });
  });
}

test('nothing is written of what is as usual, and an own text is never named', () => {
  for (const lab of Object.keys(SETTINGS)) {
    expect(toFragment(usual(lab), usual(lab))).toBe(lab === 'char-rnn' ? '' : `#lab=${lab}`);
  }
  expect(toFragment({ ...usual('char-rnn'), corpus: 'own', hidden: 64 })).toBe('#hidden=64');
  expect(toFragment({ ...usual('memory'), hide: ['losses', 'example'], lock: ['task'] }, usual('memory'))).toBe('#lab=memory&hide=losses,example&lock=task');
});

test('a network that is too long to be written is said to be', () => {
  const net = Array.from({ length: 200 }, () => 'conv 3x3 8').join('; ');
  const { text, without } = toLink({ ...usual('vision'), model: 'own', net, epochs: 3 }, usual('vision'));
  expect({ text, without }).toEqual({ text: 'lab=vision&model=own&epochs=3', without: ['net'] });
});

test('ten thousand made-up fragments are read without an error', () => {
  test.setTimeout(60_000 + LONG);
  const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('=', '&', '%', '%zz', '#', 'lab', 'hidden', 'lock', '__proto__', ',', '-1e999', 'NaN'));
  const fragment = fc.array(piece, { maxLength: 12 }).map((pieces) => `#${pieces.join('')}`);
  const bases = ['char-rnn', 'vision'].map((lab) => [lab, usual(lab)] as const);
  fc.assert(
    fc.property(fragment, (text) => {
      for (const [lab, base] of bases) {
        const read = fromFragment(text, base);
        assert.equal(Object.getPrototypeOf(read), Object.prototype);
        assert(toLink({ ...base, ...read, lab }, base).text.length < LONGEST);
      }
    }),
    { numRuns: Math.max(10_000, LONG), seed: 9 },
  );
});

for (const { link, opens, notes = [] } of FIXTURES) {
  test(`a link opens: ${link}`, async ({ lab, page }) => {
    await lab.open({}, `./lab.html${link}&backend=cpu`);
    const config = (await lab.config()) as unknown as Values;
    for (const [key, value] of Object.entries(opens)) expect(config[key], key).toEqual(value);
    await expect(lab.notices.locator('.notice')).toHaveCount(Math.min(notes.length, 5));
    // What is in the address then opens the same.
    await expect.poll(() => page.url()).toContain('backend=cpu');
    const { hash } = new URL(page.url());
    expect(hash.length).toBeLessThanOrEqual(LONGEST);
    await lab.open({}, `./lab.html${hash}`);
    expect(await lab.config()).toEqual(config);
  });
}

/** Of an address: nonsense, and what is almost right. */
const pieces = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('hidden=', 'lock=', 'hide=', '&', '%', '%zz', 'task=copy', 'lags=9,9', '1e9', '-1', 'lang=', 'theme=', 'config={', 'parent=', '__proto__=', 'v=2', 'seed=0x1F'),
  ),
  { maxLength: 8 },
);

test('made-up fragments never break the page', async ({ lab, page }) => {
  test.setTimeout(60_000 + 40 * ADDRESSES);
  await lab.open({ lab: 'memory', lags: '5', cells: 'rnn', hidden: 4, backend: 'cpu' });
  const fragments = fc.sample(pieces, { numRuns: ADDRESSES, seed: 10 }).map((parts) => `lab=memory&${parts.join('')}`);
  for (let from = 0; from < fragments.length; from += 500) {
    await page.evaluate(async (some) => {
      for (const fragment of some) {
        const heard = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
        const before = location.href;
        location.hash = fragment;
        if (location.href !== before) await heard;
      }
    }, fragments.slice(from, from + 500));
    // A question is answered after all that was asked before it.
    if (from % 5000 === 0) await lab.tensors();
  }
  await expect.poll(() => lab.element.evaluate((element: LabElement) => element.config.lab)).toBe('memory');
  expect((await lab.train(1)).step).toBeGreaterThan(0);
  report(`${fragments.length} fragments in one page`);
});

test('made-up addresses open every page', async ({ page }) => {
  test.setTimeout(60_000 + 3000 * VISITS);
  const queries = fc.sample(fc.tuple(pieces, pieces), { numRuns: VISITS, seed: 11 });
  for (const [index, [query, hash]] of queries.entries()) {
    const file = ['lab.html', 'index.html', 'embed.html', 'ru.html'][index % 4]!;
    await page.goto('about:blank');
    await page.goto(`./${file}?${encodeURI(query.join('').replace(/[#\u{d800}-\u{dfff}]/gu, ''))}#${hash.join('')}`);
    await expect(page.locator('nabla-lab, #lecture h1, nabla-bench').first()).toBeAttached();
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^(en|ru)$/);
  }
  report(`${queries.length} addresses opened`);
});
