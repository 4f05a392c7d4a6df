/** Whether what is held stays as it is, as a table. */
import { growth, slope, warm } from './flat.mjs';

const MB = 2 ** 20;
/**
 * By how much each may grow from the second quarter of a run to its last. A GPU's pool has as many buffers as were ever in use
 * at once, which depends on how far steps ran ahead of their read-backs and on tests beside them: a few may still come, and
 * be large ones (`SHARE`). Whatever is lost time and again shows in their number. JavaScript's heaps hold curves, which fill up.
 */
const BOUNDS = { workers: 0, devices: 0, buffers: 16, bytes: MB / 16, wasm: MB, workerHeap: MB, pageHeap: 2 * MB, nodes: 500 };
/** Of the bytes of buffers that are held. */
const SHARE = 0.1;
/** In the short form, which warms up for seconds. */
const SHORT = { ...BOUNDS, buffers: 64, bytes: MB / 4, wasm: 2 * MB, nodes: 5000 };
/** What `--leak` makes grow. */
const LEAKED = ['buffers', 'bytes', 'wasm', 'workerHeap', 'pageHeap', 'nodes'];
/** What has a slope in the table. */
const SLOPES = ['bytes', 'wasm', 'workerHeap', 'pageHeap'];
const COLUMNS = ['', 'did', 'GPU buffers', 'GPU MB', 'wasm MB', 'worker heap MB', 'page heap MB', 'GPU', 'wasm', 'worker heap', 'page heap', ''];

export class Judge {
  #rows = 0;
  #failures = 0;

  constructor(isShort, leaks) {
    this.bounds = isShort || leaks ? SHORT : BOUNDS;
    this.leaks = leaks;
  }

  /** Adds a row: what was held at the end, how fast it grew after warm-up, and what grew too much. */
  add(name, did, samples, complaints) {
    if (this.#rows++ === 0) console.log(`Slopes in kB a thousand steps (labs, seconds).\n\n| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => '---|').join('')}`);
    const grown = Object.keys(this.bounds).map((key) => [key, growth(samples.map((sample) => sample[key]))]);
    const bounds = { ...this.bounds, bytes: Math.max(this.bounds.bytes, SHARE * samples.at(-1).bytes) };
    const tooMuch = grown.filter(([key, by]) => by > bounds[key]);
    const broken = [...(this.leaks ? this.#unseen(tooMuch) : tooMuch.map(([key, by]) => `${key} grew by ${by}`)), ...new Set(complaints)];
    if (broken.length > 0) this.#failures++;
    const last = samples.at(-1);
    const per = (key) => Math.round((1000 / 1024) * slope(warm(samples).map((sample) => [sample.at, sample[key]]))).toLocaleString('en');
    const mb = (key) => (last[key] / MB).toFixed(1);
    const cells = [name, did, last.buffers, ...SLOPES.map(mb), ...SLOPES.map(per)];
    const well = this.leaks ? 'all leaks found' : 'flat';
    console.log(`| ${cells.join(' | ')} | ${broken.length > 0 ? `**${broken.join('; ')}**` : well} |`);
  }

  /** The leaks that were not found. */
  #unseen(tooMuch) {
    const seen = new Set(tooMuch.map(([key]) => key));
    return LEAKED.filter((key) => !seen.has(key)).map((key) => `a leak of ${key} was not found`);
  }

  /** Says how all of it ended: whether nothing grew and nothing complained. */
  said() {
    console.log(`\nMay grow from the second quarter of a run to its last by: ${JSON.stringify(this.bounds)}; bytes of buffers by a tenth if that is more`);
    console.log(`${this.#rows - this.#failures} of ${this.#rows} ${this.leaks ? 'found' : 'flat'}`);
    return this.#rows > 0 && this.#failures === 0;
  }
}
