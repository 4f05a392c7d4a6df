/** The benchmark's worker: one device, one item at a time. To stop it, end it. */
import type { BenchMessage, BenchRequest, Measurement } from './bench/protocol';
import type { Engine, Job } from './nabla-bench.js';

/** A round is so many units that a clock of a tenth of a millisecond, and a read-back, do not matter. */
const ROUND_MS = 60;
const MOST_UNITS = 32;
/** Rounds go on for this long, but there are so many of them. */
const TOTAL_MS = 700;
const LEAST_ROUNDS = 3;
/** One round is enough where it takes longer than this. */
const PATIENCE_MS = 4_000;

const post = (message: BenchMessage) => postMessage(message);

async function time(job: Job, units: number): Promise<number> {
  const start = performance.now();
  await job.repeat(units);
  return performance.now() - start;
}

async function measure(engine: Engine, item: string): Promise<Measurement> {
  const job = await engine.prepare(item); // compiles shaders
  try {
    await job.repeat(1); // makes buffers
    const single = await time(job, 1);
    const units = Math.min(MOST_UNITS, Math.max(1, Math.round(ROUND_MS / single)));
    const before = job.dispatches();
    const rounds: number[] = [];
    for (let spent = 0; spent < TOTAL_MS || (rounds.length < LEAST_ROUNDS && spent < PATIENCE_MS); ) {
      const round = await time(job, units);
      rounds.push(round / units);
      spent += round;
    }
    const dispatches = (job.dispatches() - before) / (units * rounds.length);
    rounds.sort((a, b) => a - b);
    return {
      ms: rounds[rounds.length >> 1]!,
      least: rounds[0]!,
      most: rounds[rounds.length - 1]!,
      rounds: rounds.length,
      flop: job.flop(),
      dispatches,
      bytes: job.bytes(),
    };
  } finally {
    job.free();
  }
}

async function open(): Promise<void> {
  const { default: init, Engine } = await import('./nabla-bench.js');
  await init();
  const onGpu = new URL(import.meta.url).searchParams.get('backend') === 'webgpu';
  const make = async () => (onGpu ? Engine.webgpu() : Engine.cpu());
  addEventListener('message', async ({ data: { item } }: MessageEvent<BenchRequest>) => {
    try {
      // Each item has a device to itself: another's buffers, kept for reuse, are not its own.
      const engine = await make();
      try {
        post({ type: 'measured', item, measurement: await measure(engine, item) });
      } finally {
        engine.free();
      }
    } catch (error) {
      post({ type: 'failed', item, message: String(error) });
    }
  });
  const first = await make();
  post({ type: 'open', adapter: first.adapter() ?? null });
  first.free();
}

open().catch((error) => post({ type: 'failed', item: null, message: String(error) }));
