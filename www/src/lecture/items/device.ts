/** Item 4: the same step on the processor and on a graphics card. */
import type { NablaLab } from '../../nabla';
import type { Experiment, Found, LectureItem } from '../item';
import { digits, taken } from '../measures';
import { isBrief } from './steps';

/** A program that plays a GPU on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i;

/** A step is timed over at least so long, ms, and so many steps. */
const LONG_ENOUGH = 1500;
const LEAST = 3;

/** Whether there is a GPU that WebGPU can reach, and whose. */
async function adapter(): Promise<string | null> {
  const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<{ info?: { vendor?: string; architecture?: string; description?: string } } | null> } };
  const found = await gpu?.requestAdapter().catch(() => null);
  if (!found) return null;
  const { vendor, architecture, description } = found.info ?? {};
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'WebGPU';
}

/** Milliseconds a step, on the device that is set; the first steps, which make buffers, do not count. */
async function time(lab: NablaLab, signal: AbortSignal): Promise<number> {
  const least = isBrief() ? 1 : LEAST;
  await lab.train(Math.min(2, least));
  signal.throwIfAborted();
  const start = performance.now();
  let steps = 0;
  while (steps < least || performance.now() - start < taken(LONG_ENOUGH)) {
    await lab.train(least);
    signal.throwIfAborted();
    steps += least;
  }
  return (performance.now() - start) / steps;
}

const SMALL = { hidden: 64, sequence: 32, batch: 16, backend: 'cpu' };

const sameStep: Experiment = {
  id: 'same-step',
  config: SMALL,
  async run(lab, signal, progress): Promise<Found> {
    const name = await adapter();
    const cpu = await time(lab, signal);
    progress(0.5);
    if (!name) return { cpu: digits(cpu), verdict: 'none' };
    await lab.configure({ backend: 'webgpu' });
    signal.throwIfAborted();
    const gpu = await time(lab, signal);
    return { cpu: digits(cpu), gpu: digits(gpu), times: digits(Math.max(cpu / gpu, gpu / cpu)), adapter: name, verdict: SOFTWARE.test(name) ? 'software' : gpu < cpu ? 'gpu' : 'cpu' };
  },
  verdict: ({ verdict }) => `found-same-step-${verdict}`,
};

const size: Experiment = {
  id: 'size',
  config: SMALL,
  async run(lab, signal, progress): Promise<Found> {
    const name = await adapter();
    const places = name ? ['cpu', 'webgpu'] : ['cpu'];
    const times: number[] = [];
    for (const backend of places) {
      for (const hidden of isBrief() ? [16, 32] : [64, 256]) {
        await lab.configure({ hidden, backend });
        signal.throwIfAborted();
        times.push(await time(lab, signal));
        progress(times.length / (2 * places.length));
      }
    }
    const [small, large, gpuSmall, gpuLarge] = times;
    const found = { small: digits(small!), large: digits(large!), growth: digits(large! / small!) };
    if (!name) return { ...found, verdict: 'none' };
    const growth = gpuLarge! / gpuSmall!;
    return { ...found, gpuSmall: digits(gpuSmall!), gpuLarge: digits(gpuLarge!), gpuGrowth: digits(growth), verdict: SOFTWARE.test(name) ? 'software' : growth < large! / small! ? 'gpu' : 'cpu' };
  },
  verdict: ({ verdict }) => `found-size-${verdict}`,
};

const STEPS = 20;

const sameNumbers: Experiment = {
  id: 'same-numbers',
  config: SMALL,
  async run(lab, signal, progress): Promise<Found> {
    const name = await adapter();
    const losses: number[] = [];
    for (const backend of ['cpu', name ? 'webgpu' : 'cpu']) {
      await lab.configure({ backend });
      await lab.reset();
      signal.throwIfAborted();
      losses.push((await lab.train(taken(STEPS))).loss);
      progress(losses.length / 2);
    }
    const [one, other] = losses as [number, number];
    const apart = Math.abs(one - other);
    const verdict = name ? (apart / one < 1e-3 ? 'close' : 'apart') : apart === 0 ? 'same' : 'differs';
    return { steps: taken(STEPS), one: Number(one.toFixed(6)), other: Number(other.toFixed(6)), apart: Number(apart.toPrecision(2)), verdict };
  },
  verdict: ({ verdict }) => `found-same-numbers-${verdict}`,
};

export const DEVICE: LectureItem = {
  id: 'device',
  lab: 'char-rnn',
  config: { cell: 'lstm', ...SMALL, backend: 'auto', hide: ['samples', 'reading', 'inside', 'compare'] },
  experiments: [sameStep, size, sameNumbers],
};
