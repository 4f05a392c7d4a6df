/**
 * Records what the lecture shows before anything has been trained: runs of the real labs, in the system's Chromium, on the
 * CPU, seed 1. Build the page first (`cargo xtask dist`), then
 *
 *     node tests/e2e/record.mjs [hero] [words] [contexts] [unrolled]
 *
 * writes www/data/recorded/NAME.json (all of them without a name). The numbers are the same on every machine.
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { ADDRESS } from './serve.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const OUT = fileURLToPath(new URL('../../www/data/recorded/', import.meta.url));

/** These run in the page, with the lab. */
const RECORDERS = {
  hero: {
    settings: { lab: 'char-rnn' },
    async record(lab) {
      const AT = [0, 10, 30, 60, 100, 150, 200, 300, 400, 600, 800, 1000, 1500, 2000, 2500, 3000];
      const MEAN = 20;
      const written = [];
      const bits = [];
      for (let step = 0; step <= AT.at(-1); ) {
        if (AT.includes(step)) written.push({ step, text: (await lab.query('generate', { prompt: '\n', length: 150 })).text.trim() });
        if (step === AT.at(-1)) break;
        let sum = 0;
        const next = Math.min(step + MEAN, AT.find((at) => at > step));
        for (let one = step; one < next; one++) sum += (await lab.train(1)).metrics.bitsPerCharacter;
        bits.push([next, Number((sum / (next - step)).toFixed(2))]);
        step = next;
      }
      const { corpus, cell, hidden, seed, batch, sequence } = lab.config;
      return { config: { corpus, cell, hidden, seed, batch, sequence }, bits, written };
    },
  },
  words: {
    settings: { lab: 'word2vec', epochs: 5 },
    async record(lab) {
      const NAMES = 'king queen prince man woman son sons daughter daughters brother sister father mother husband wife bread meat wine oil water gold silver brass iron two three five seven ten went came said spoke sea river mountain sheep oxen horses'.split(' ');
      const { steps, vocabulary } = await lab.query('corpus');
      const { step } = await lab.train(steps);
      const { words } = await lab.query('vocabulary', { count: vocabulary });
      const { data, shape } = await lab.inspect('word2vec.input');
      const known = NAMES.filter((name) => words.includes(name));
      const vectors = known.map((name) => {
        const at = words.indexOf(name) * shape[1];
        const row = [...data.slice(at, at + shape[1])];
        const most = Math.max(...row.map(Math.abs));
        return row.map((value) => Math.round((99 * value) / most));
      });
      return { steps: step, words: known, vectors };
    },
  },
  contexts: {
    settings: { lab: 'word2vec', texts: 'kjv', minCount: 5, vocabulary: 400, window: 3, reach: 'fixed', sample: 0, objective: 'tied', size: 32, epochs: 200, learningRate: 0.1 },
    async record(lab) {
      const { steps, vocabulary } = await lab.query('corpus');
      const { step } = await lab.train(steps);
      const contexts = [];
      const short = (value) => Number(value.toPrecision(5));
      for (const word of ['king', 'egypt', 'bread', 'sea', 'heaven', 'son', 'and']) {
        const context = await lab.query('context', { word, count: 9 });
        const listed = ({ word, score, numerator, probability, place, beside, observed }) => ({ word, score: short(score), numerator: short(numerator), probability: short(probability), place, beside, observed: short(observed) });
        contexts.push({ ...context, denominator: short(context.denominator), logDenominator: short(context.logDenominator), likeliest: context.likeliest.map(listed), asked: [] });
      }
      return { steps: step, words: vocabulary, contexts };
    },
  },
  unrolled: {
    settings: { lab: 'forecast' },
    async record(lab) {
      const MOST = 7;
      const { step } = await lab.train(400);
      const { model, origin, steps } = await lab.query('unrolled', {});
      const said = steps.findIndex(({ forecast }) => forecast !== null);
      const short = ({ state, forecast, actual }) => ({ state: state.map((value) => Number(value.toFixed(2))), forecast: forecast && Math.round(forecast), actual: Math.round(actual) });
      const forced = [steps[said - 1], steps[said]];
      for (let ahead = 1; ahead <= MOST; ahead++) forced.push((await lab.query('unrolled', { model, origin: origin + ahead })).steps[said]);
      return { model, step, before: Math.round(steps[said - 2].actual), free: steps.slice(said - 1, said + 1 + MOST).map(short), forced: forced.map(short) };
    },
  },
};

const names = argv.length > 2 ? argv.slice(2) : Object.keys(RECORDERS);
const server = process.env.NABLA_URL ? null : spawn('node', ['serve.mjs'], { cwd: HERE, stdio: 'ignore' });
const address = process.env.NABLA_URL ?? ADDRESS;
const browser = await chromium.launch({ executablePath: process.env.NABLA_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  for (const name of names) {
    const { settings, record } = RECORDERS[name];
    const fragment = new URLSearchParams(Object.entries({ ...settings, backend: 'cpu', seed: 1 }).map(([key, value]) => [key, String(value)]));
    await page.goto('about:blank');
    for (let tries = 0; ; tries++) {
      try {
        await page.goto(`${address}embed.html#${fragment}`);
        break;
      } catch (error) {
        if (tries > 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250)); // the server is starting
      }
    }
    const found = await page.evaluate(`(async () => { const lab = document.querySelector('nabla-lab'); await lab.ready; return ({ ${String(record)} }).record(lab); })()`);
    const text = `${JSON.stringify(found)}\n`;
    await writeFile(`${OUT}${name}.json`, text);
    console.log(`${name}.json: ${text.length} characters`);
  }
} finally {
  await browser.close();
  server?.kill();
}
