/** What each lab saves and opens. The names are those of `export(kind)` and `load(kind, file)`. */

export interface Offer {
  kind: string;
  /** What the file is called. */
  file: string;
}

/** For what a reader may want it. */
export type Purpose = 'goOn' | 'model' | 'numbers';

export interface Offers {
  saves: Partial<Record<Purpose, Offer[]>>;
  opens: ('session' | 'weights')[];
}

const file = (kind: string, name: string): Offer => ({ kind, file: name });
const forPyTorch = (lab: string): Offer[] => [file('weights', `nabla-${lab}.safetensors`), file('script', `nabla-${lab}.py`)];
const model = (lab: string): Offer[] => [...forPyTorch(lab), file('onnx', `nabla-${lab}.onnx`)];
const session = (lab: string): Offer[] => [file('session', `nabla-${lab}-session.safetensors`)];
const metrics = (lab: string): Offer => file('metrics', `nabla-${lab}.csv`);

export const OFFERS: Record<string, Offers> = {
  'char-rnn': {
    saves: { goOn: session('char-rnn'), model: model('char-rnn'), numbers: [metrics('char-rnn')] },
    opens: ['session', 'weights'],
  },
  vision: {
    saves: {
      goOn: session('vision'),
      model: [...model('vision'), file('architecture', 'nabla-architecture.json')],
      numbers: [metrics('vision')],
    },
    opens: ['session', 'weights'],
  },
  word2vec: {
    saves: {
      goOn: session('word2vec'),
      model: [...model('word2vec'), file('word2vec', 'nabla-word2vec.txt')],
      numbers: [metrics('word2vec'), file('vectors', 'nabla-vectors.tsv'), file('metadata', 'nabla-metadata.tsv')],
    },
    opens: ['session', 'weights'],
  },
  'text-cnn': {
    saves: {
      goOn: session('text-cnn'),
      model: model('text-cnn'),
      numbers: [metrics('text-cnn')],
    },
    opens: ['session'],
  },
  memory: { saves: { goOn: session('memory'), model: forPyTorch('memory'), numbers: [metrics('memory')] }, opens: ['session'] },
  forecast: {
    saves: {
      goOn: session('forecast'),
      model: forPyTorch('forecast'),
      numbers: [metrics('forecast'), file('scores', 'nabla-scores.csv'), file('forecasts', 'nabla-forecasts.csv')],
    },
    opens: ['session'],
  },
  bptt: { saves: { goOn: session('bptt'), numbers: [metrics('bptt')] }, opens: ['session'] },
  features: { saves: { numbers: [metrics('features')] }, opens: [] },
};
