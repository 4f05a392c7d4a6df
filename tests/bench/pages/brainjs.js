/** brain.js: one sequence at a time, in JavaScript. One is timed and counts for the whole batch. */
import { offer } from './page.js';
import { LM } from './work.js';

const { recurrent } = globalThis.brain; // a classic script of the page: its bundle is no module

function languageModel(Network) {
  return async () => {
    const { batch, steps, vocabulary, hidden } = LM;
    const net = new Network({ hiddenLayers: [hidden], inputSize: vocabulary, inputRange: vocabulary, outputSize: vocabulary });
    net.initialize();
    const sequence = Array.from({ length: steps }, (_, t) => (3 * t) % vocabulary);
    const step = async () => net.trainPattern(sequence, true);
    return { step, scale: batch, note: `one sequence, times ${batch}; no embedding` };
  };
}

const items = { lstm: languageModel(recurrent.LSTM), gru: languageModel(recurrent.GRU) };
offer({ open: async () => ({}), items });
