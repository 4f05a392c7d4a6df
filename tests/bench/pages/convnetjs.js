/** ConvNetJS: one image after the other, in JavaScript's numbers. */
import convnetjs from 'convnetjs';
import { offer } from './page.js';
import { CNN, normal, wholes } from './work.js';

async function cnn() {
  const { batch, side, filters, classes, rate } = CNN;
  const layer = (filters) => [
    { type: 'conv', sx: 3, filters, stride: 1, pad: 1, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
  ];
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: side, out_sy: side, out_depth: 1 },
    ...layer(filters[0]),
    ...layer(filters[1]),
    { type: 'softmax', num_classes: classes },
  ]);
  const trainer = new convnetjs.Trainer(net, { method: 'adam', learning_rate: rate, batch_size: batch });
  const images = Array.from({ length: batch }, (_, i) => {
    const image = new convnetjs.Vol(side, side, 1, 0);
    image.w.set(normal(side * side, i + 1));
    return image;
  });
  const labels = wholes(batch, classes, 2);
  const step = async () => images.reduce((sum, image, i) => sum + trainer.train(image, labels[i]).loss, 0) / batch;
  return { step, note: '64-bit numbers' };
}

offer({ open: async () => ({}), items: { cnn } });
