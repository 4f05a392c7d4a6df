/** The settings as data: which control, which stops, which paper. */
import type { ConfigKey } from '../config';
import type { Config } from '../protocol';

export interface Paper {
  label: string;
  href: string;
}

export interface Setting {
  key: ConfigKey;
  /** Slider stops; values between them are reached by the number field. */
  stops?: number[];
  /** Bounds of the number field, as the validator has them. */
  least?: number;
  most?: number;
  integer?: boolean;
  options?: string[];
  paper?: Paper;
  /** Shown only when it has a meaning. */
  when?(config: Config): boolean;
}

export interface Group {
  id: 'network' | 'optimizer' | 'run';
  settings: Setting[];
}

const doi = (label: string, id: string): Paper => ({ label, href: `https://doi.org/${id}` });
const arxiv = (label: string, id: string): Paper => ({ label, href: `https://arxiv.org/abs/${id}` });

/** 1, 2, 5 × powers of ten, with 3 in between: even on a logarithmic scale. */
const RATES = [-5, -4, -3, -2, -1].flatMap((power) => [1, 2, 3, 5].map((digit) => Number(`${digit}e${power}`)));

export const GROUPS: Group[] = [
  {
    id: 'network',
    settings: [
      { key: 'cell', options: ['rnn', 'lstm', 'lstm-peepholes', 'gru'], paper: arxiv('Greff et al. 2015', '1503.04069') },
      {
        key: 'hidden',
        stops: [16, 32, 64, 128, 192, 256, 384, 512, 768, 1024],
        least: 1,
        most: 1024,
        integer: true,
        paper: doi('Hochreiter & Schmidhuber 1997', '10.1162/neco.1997.9.8.1735'),
      },
      { key: 'layers', options: ['1', '2', '3'], integer: true },
      { key: 'input', options: ['embedding', 'onehot'] },
      {
        key: 'embedding',
        stops: [4, 8, 16, 32, 64, 128, 256, 512],
        least: 1,
        most: 512,
        integer: true,
        when: (config) => config.input === 'embedding',
      },
      {
        key: 'forgetBias',
        stops: [-2, -1, 0, 0.5, 1, 1.5, 2, 3, 5],
        least: -10,
        most: 10,
        paper: doi('Gers et al. 2000', '10.1162/089976600300015015'),
        when: ({ cell }) => cell === 'lstm' || cell === 'lstm-peepholes',
      },
    ],
  },
  {
    id: 'optimizer',
    settings: [
      {
        key: 'optimizer',
        options: ['adam', 'sgd'],
        paper: arxiv('Kingma & Ba 2015', '1412.6980'),
      },
      { key: 'learningRate', stops: [...RATES, 1], least: 1e-6, most: 10 },
      {
        key: 'momentum',
        stops: [0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999],
        least: 0,
        most: 0.999,
        when: (config) => config.optimizer === 'sgd',
      },
      {
        key: 'clip',
        stops: [0, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100],
        least: 0,
        most: 1000,
        paper: arxiv('Pascanu et al. 2013', '1211.5063'),
      },
    ],
  },
  {
    id: 'run',
    settings: [
      {
        key: 'sequence',
        stops: [8, 16, 32, 64, 96, 128, 192, 256, 384, 512],
        least: 1,
        most: 512,
        integer: true,
        paper: doi('Williams & Peng 1990', '10.1162/neco.1990.2.4.490'),
      },
      { key: 'batch', stops: [1, 2, 4, 8, 16, 32, 64, 128, 256], least: 1, most: 256, integer: true },
      { key: 'seed', least: 0, most: 4294967295, integer: true },
      { key: 'backend', options: ['auto', 'webgpu', 'cpu'] },
    ],
  },
];
