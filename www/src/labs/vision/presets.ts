/** The settings to begin with, and those with which images and networks show what they are about. */
import type { PartialConfig } from '../../config';
import type { ImageData, VisionConfig, VisionModel } from './protocol';

export const DEFAULTS: VisionConfig = {
  v: 1,
  lab: 'vision',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  data: 'mnist',
  model: 'lenet',
  net: 'conv 5x5 6; max 2/2; conv 5x5 16 valid; max 2/2; dense 120; dense 84',
  reductions: true,
  permute: false,
  augment: false,
  samples: 0,
  batch: 32,
  epochs: 10,
  optimizer: 'adam',
  learningRate: 0.002,
  momentum: 0.9,
  auxiliaryWeight: 0.3,
  clip: 0,
};

export const DATA: readonly ImageData[] = ['mnist', 'fashion', 'own'];
export const MODELS: readonly VisionModel[] = ['softmax', 'mlp', 'lenet', 'googlenet', 'googlenet-large', 'own'];

/** What a network is learned with, when it is chosen. */
export const OF_A_MODEL: Record<VisionModel, PartialConfig> = {
  softmax: { learningRate: 0.002, epochs: 10, augment: false },
  mlp: { learningRate: 0.002, epochs: 10, augment: false },
  lenet: { learningRate: 0.002, epochs: 10, augment: false },
  googlenet: { learningRate: 0.003, epochs: 5, augment: false },
  'googlenet-large': { learningRate: 0.003, epochs: 12, augment: true },
  own: {},
};

/** One click each: what the lecture claims, to be seen. */
export const EXPERIMENTS: Record<'digits' | 'garments' | 'locality', PartialConfig> = {
  digits: { data: 'mnist', model: 'lenet', ...OF_A_MODEL.lenet },
  garments: { data: 'fashion', model: 'googlenet', ...OF_A_MODEL.googlenet },
  locality: { data: 'mnist', model: 'lenet', ...OF_A_MODEL.lenet, permute: true },
};
