/** Item 18: the GRU, beside an LSTM and a simple RNN of equal hidden size. */
import cellsEnglish from '../../../locales/lecture-cells.en.ftl';
import cellsRussian from '../../../locales/lecture-cells.ru.ftl';
import english from '../../../locales/lecture-06.en.ftl';
import russian from '../../../locales/lecture-06.ru.ftl';
import type { NablaLab, Outcome } from '../../nabla';
import type { Metrics } from '../../protocol';
import { COMPARED, compared } from '../compared';
import type { Experiment, LectureItem } from '../item';
import { decimals, lookAt, mean, percent, shareOf, taken, trainFor } from '../measures';

export const MESSAGES = { en: `${english}\n${cellsEnglish}`, ru: `${russian}\n${cellsRussian}` };

export const FIGURES = { 'gru-cell': () => import('../figures/gru-cell') };

const { hidden, steps } = COMPARED;
const CHARACTERS = { cell: 'gru', corpus: 'shakespeare', hidden, embedding: 32, layers: 1, batch: 16, sequence: 48, optimizer: 'adam', learningRate: 0.003, clip: 1, seed: 1 };
const CELLS = ['rnn', 'lstm', 'gru'] as const;

/** Trains, and has the loss on text that was held back: it is measured every 100 steps, and comes with the report after. */
async function learn(lab: NablaLab, signal: AbortSignal, progress: (part: number) => void): Promise<{ step: number; seconds: number; bits: number }> {
  const least = taken(steps);
  let bits: number | null = null;
  const take = ({ step, metrics }: Outcome) => {
    if (step >= least) bits ??= (metrics as Metrics).validationBitsPerCharacter;
  };
  const hear = (event: Event) => take((event as CustomEvent<Outcome>).detail);
  lab.addEventListener('nabla-step', hear);
  try {
    const began = performance.now();
    const outcome = await trainFor(lab, steps, signal, progress);
    const seconds = (performance.now() - began) / 1000;
    take(outcome);
    for (let extra = 0; bits === null && extra < 200; extra += 20) {
      signal.throwIfAborted();
      take(await lab.train(20));
    }
    return { step: outcome.step, seconds, bits: bits ?? NaN };
  } finally {
    lab.removeEventListener('nabla-step', hear);
  }
}

const RACE: Experiment = {
  id: 'gru-race',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    compared.begin();
    for (const [at, cell] of CELLS.entries()) {
      await lab.configure({ cell });
      const parameters = (await lab.tensors()).filter(({ kind }) => kind === 'parameter').reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      const range = [at / CELLS.length, (at + 1) / CELLS.length];
      const { step, seconds, bits } = await learn(lab, signal, (part) => progress(range[0]! + (range[1]! - range[0]!) * part));
      compared.set(cell, { parameters, speed: (step * CHARACTERS.batch * CHARACTERS.sequence) / seconds, bits });
    }
    const [rnn, lstm, gru] = CELLS.map((cell) => compared.results.get(cell)!);
    return {
      steps: taken(steps),
      rnnParameters: rnn!.parameters,
      lstmParameters: lstm!.parameters,
      gruParameters: gru!.parameters,
      speed: percent(gru!.speed / lstm!.speed),
      rnn: decimals(rnn!.bits),
      lstm: decimals(lstm!.bits),
      gru: decimals(gru!.bits),
    };
  },
  verdict: ({ lstm, gru }) => (Number(gru) < Number(lstm) ? 'found-gru-race' : 'found-gru-race-lstm'),
};

const GATES: Experiment = {
  id: 'gru-gates',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const { step } = await trainFor(lab, steps, signal, progress);
    const { arrays } = await lookAt(lab);
    const [z, r, h] = ['z', 'r', 'h'].map((name) => arrays[name]!);
    return {
      steps: step,
      z: decimals(mean(z!)),
      keeps: percent(shareOf(z!, (x) => x < 0.1)),
      replaces: percent(shareOf(z!, (x) => x > 0.9)),
      r: decimals(mean(r!)),
      blind: percent(shareOf(r!, (x) => x < 0.1)),
      most: decimals(h!.reduce((most, x) => Math.max(most, Math.abs(x)), 0)),
    };
  },
};

export const ITEMS: readonly LectureItem[] = [
  { id: 'gru', lab: 'char-rnn', config: { ...CHARACTERS, hide: ['settings', 'samples', 'reading', 'chart', 'weights'] }, experiments: [RACE, GATES] },
];
