/** Whether what is held stays as it is, as a table. */
import { growth, slope } from './flat.mjs';

const MB = 2 ** 20;
/** By how much each may grow from the second quarter of a run to its last. JavaScript's heaps hold curves, which fill up. */
const BOUNDS = { workers: 0, devices: 0, buffers: 0, bytes: 0, wasm: MB, workerHeap: MB, pageHeap: 2 * MB, nodes: 500 };
const COLUMNS = ['', 'did', 'GPU buffers', 'GPU MB', 'wasm MB', 'worker heap MB', 'page heap MB', 'GPU', 'wasm', 'worker heap', 'page heap', ''];

let rows = 0;
let failures = 0;

/** Adds a row: what was held at the end, how fast it grew after warm-up, and what grew too much. */
export function judge(name, did, samples, complaints) {
  if (rows++ === 0) console.log(`The columns without a unit: growth, bytes a thousand steps (or labs, or seconds).\n\n| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => '---|').join('')}`);
  const grown = Object.keys(BOUNDS).map((key) => [key, growth(samples.map((sample) => sample[key]))]);
  const tooMuch = grown.filter(([key, by]) => by > BOUNDS[key]).map(([key, by]) => `${key} grew by ${by}`);
  const broken = [...tooMuch, ...new Set(complaints)];
  if (broken.length > 0) failures++;
  const last = samples.at(-1);
  const warm = samples.slice(Math.floor(samples.length / 4));
  const per = (key) => Math.round(1000 * slope(warm.map((sample) => [sample.at, sample[key]]))).toLocaleString('en');
  const mb = (key) => (last[key] / MB).toFixed(1);
  const cells = [name, did, last.buffers, ...['bytes', 'wasm', 'workerHeap', 'pageHeap'].map(mb), ...['bytes', 'wasm', 'workerHeap', 'pageHeap'].map(per)];
  console.log(`| ${cells.join(' | ')} | ${broken.length > 0 ? `**${broken.join('; ')}**` : 'flat'} |`);
}

/** Says how all of it ended: whether nothing grew and nothing complained. */
export function said() {
  console.log(`\nMay grow from the second quarter of a run to its last by: ${JSON.stringify(BOUNDS)}`);
  console.log(`${rows - failures} of ${rows} flat`);
  return rows > 0 && failures === 0;
}
