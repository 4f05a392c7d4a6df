/**
 * Lighthouse's scores of the lecture, on a phone and on a desktop: performance (the median of three runs) and accessibility
 * must be 95 or more. `cargo xtask test lighthouse` builds the page and runs this; the browser is NABLA_CHROMIUM's. The
 * server compresses, as static hosts do. A score of performance needs a machine that does nothing else.
 */
import { createServer } from 'node:http';
import { constants, gzipSync } from 'node:zlib';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { answer } from './serve.mjs';

const LEAST = 95;
const RUNS = 3;
const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const COMPRESSED = /text\/|javascript|json|wasm|svg/;

/** Compresses what serve.mjs answers. */
function compressing(response) {
  const { writeHead, end } = response;
  let zips = false;
  response.writeHead = (status, headers = {}) => {
    zips = status === 200 && COMPRESSED.test(headers['Content-Type'] ?? '');
    const { 'Content-Length': _, ...rest } = headers;
    return writeHead.call(response, status, zips ? { ...rest, 'Content-Encoding': 'gzip' } : headers);
  };
  response.end = (body) => end.call(response, zips ? gzipSync(body, { level: constants.Z_BEST_COMPRESSION }) : body);
  return response;
}

const server = createServer((request, response) => void answer(request, compressing(response)));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/some/sub-path/`;
const browser = await puppeteer.launch({ executablePath: process.env.NABLA_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, headless: true });
const port = Number(new URL(browser.wsEndpoint()).port);

async function scores(config) {
  const { lhr } = await lighthouse(address, { port, logLevel: 'error', onlyCategories: ['performance', 'accessibility'] }, config);
  const failed = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative');
  const of = (name) => Math.round(lhr.categories[name].score * 100);
  return { performance: of('performance'), accessibility: of('accessibility'), failed: failed.map(({ id, displayValue }) => `${id} ${displayValue ?? ''}`.trim()) };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

let isGood = true;
for (const [name, config] of [['phone', undefined], ['desktop', desktopConfig]]) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await scores(config));
  const performance = median(runs.map((run) => run.performance));
  const accessibility = Math.min(...runs.map((run) => run.accessibility));
  console.log(`${name}: performance ${performance} (${runs.map((run) => run.performance).join(', ')}), accessibility ${accessibility}`);
  console.log(`  below 90: ${[...new Set(runs.flatMap(({ failed }) => failed))].join('; ') || 'nothing'}`);
  isGood &&= performance >= LEAST && accessibility >= LEAST;
}
await browser.close();
server.close();
process.exit(isGood ? 0 : 1);
