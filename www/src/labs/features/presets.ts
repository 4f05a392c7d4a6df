/** The settings to begin with, and what there is to choose from. */
import type { FeatureExperiment, FeatureKind, FeatureModel, FeaturesConfig } from './protocol';

export const EXPERIMENTS: readonly FeatureExperiment[] = ['samples', 'shift', 'rotation', 'noise', 'locality'];
export const KINDS: readonly FeatureKind[] = ['means', 'symmetry', 'zoning', 'edges', 'pca'];
export const MODELS: readonly FeatureModel[] = ['logistic', 'knn', 'tree', 'mlp', 'cnn'];
/** They read features made by hand; the others make their own of pixels. */
export const CLASSICAL: readonly FeatureModel[] = ['logistic', 'knn', 'tree'];

export const DEFAULTS: FeaturesConfig = {
  v: 1,
  lab: 'features',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  data: 'mnist',
  experiment: 'samples',
  features: ['means', 'symmetry', 'zoning', 'edges'],
  models: ['logistic', 'knn', 'tree', 'mlp', 'cnn'],
  samples: [10, 30, 100, 300, 1000, 3000, 10_000],
  trainOn: 3000,
  testImages: 1000,
  neighbours: 3,
  depth: 12,
  epochs: 8,
};
