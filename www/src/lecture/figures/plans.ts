/**
 * Networks as blocks with shapes, parameters and FLOPs, in the form in which the lab `vision` answers. A
 * multiplication and an addition are two; pooling and normalisation are not counted.
 */
import type { Architecture, BlockKind, BlockPlan, BranchPlan, Colour, Cost, LayerPlan } from '../../labs/vision/protocol';

type Shape = [number, number, number];

const COLOUR: Partial<Record<BlockKind, Colour>> = {
  convolution: 'convolution',
  'max-pool': 'pooling',
  'average-pool': 'pooling',
  'global-average': 'pooling',
  softmax: 'softmax',
  auxiliary: 'softmax',
};

const colourOf = (kind: BlockKind): Colour => COLOUR[kind] ?? 'other';
const sum = (costs: readonly Cost[]): Cost => ({ parameters: costs.reduce((all, { parameters }) => all + parameters, 0), flops: costs.reduce((all, { flops }) => all + flops, 0) });

function layer(name: string, kind: BlockKind, input: Shape, output: Shape, cost: Partial<Cost> = {}, window: [number, number] | null = null, stride: [number, number] | null = null): LayerPlan {
  return { name, kind, colour: colourOf(kind), window, stride, input, output, cost: { parameters: 0, flops: 0, ...cost }, isReduction: false };
}

/** k×k, `same` padding or none. */
export function convolution(name: string, input: Shape, k: number, filters: number, stride = 1, same = true): LayerPlan {
  const [y, x, c] = input;
  const side = (n: number) => (same ? Math.ceil(n / stride) : Math.floor((n - k) / stride) + 1);
  const output: Shape = [side(y), side(x), filters];
  const parameters = (k * k * c + 1) * filters;
  return layer(name, 'convolution', input, output, { parameters, flops: 2 * k * k * c * filters * output[0] * output[1] }, [k, k], [stride, stride]);
}

export function pool(name: string, kind: 'max-pool' | 'average-pool', [y, x, c]: Shape, k: number, stride: number, same = true): LayerPlan {
  const side = (n: number) => (same ? Math.ceil(n / stride) : Math.floor((n - k) / stride) + 1);
  const output: Shape = [side(y), side(x), c];
  return layer(name, kind, [y, x, c], output, {}, [k, k], [stride, stride]);
}

export function full(name: string, kind: 'dense' | 'softmax', [y, x, c]: Shape, units: number): LayerPlan {
  const inputs = y * x * c;
  return layer(name, kind, [y, x, c], [1, 1, units], { parameters: (inputs + 1) * units, flops: 2 * inputs * units });
}

export const plain = (name: string, kind: BlockKind, shape: Shape): LayerPlan => layer(name, kind, shape, shape);

/** A block of layers in a row. */
export function block(name: string, kind: BlockKind, layers: LayerPlan[], text = ''): BlockPlan {
  return { name, kind, colour: colourOf(kind), text, index: null, input: layers[0]!.input, output: layers.at(-1)!.output, cost: sum(layers.map(({ cost }) => cost)), parameterShare: 0, flopShare: 0, branches: [], layers };
}

export const single = (layer: LayerPlan, text = ''): BlockPlan => block(layer.name, layer.kind, [layer], text);

/** The channels of a module's branches: 1×1; 1×1 → 3×3; 1×1 → 5×5; pool → 1×1. */
export type Widths = [one: number, threeReduce: number, three: number, fiveReduce: number, five: number, pooled: number];

export function inception(name: string, input: Shape, [a, b1, b2, c1, c2, d]: Widths): BlockPlan {
  const reduced = (layer: LayerPlan): LayerPlan => ({ ...layer, isReduction: true });
  const [three, five] = [reduced(convolution(`${name}.b1`, input, 1, b1)), reduced(convolution(`${name}.c1`, input, 1, c1))];
  const pooled = pool(`${name}.d1`, 'max-pool', input, 3, 1);
  const rows: [string, LayerPlan[]][] = [
    ['a', [convolution(`${name}.a`, input, 1, a)]],
    ['b', [three, convolution(`${name}.b2`, three.output, 3, b2)]],
    ['c', [five, convolution(`${name}.c2`, five.output, 5, c2)]],
    ['d', [pooled, convolution(`${name}.d2`, pooled.output, 1, d)]],
  ];
  const cost = sum(rows.flatMap(([, layers]) => layers.map((one) => one.cost)));
  let from = 0;
  const branches = rows.map(([branch, layers]): BranchPlan => {
    const own = sum(layers.map((one) => one.cost));
    const to = from + layers.at(-1)!.output[2];
    const plan = { name: branch, from, to, cost: own, parameterShare: own.parameters / cost.parameters, flopShare: own.flops / cost.flops, layers };
    from = to;
    return plan;
  });
  return { name, kind: 'inception', colour: 'other', text: '', index: null, input, output: [input[0], input[1], from], cost, parameterShare: 0, flopShare: 0, branches, layers: [] };
}

/** The whole of it, with every block's share. Heads that only training has count too. */
export function network(model: Architecture['model'], image: Shape, classes: number, blocks: BlockPlan[]): Architecture {
  const total = sum(blocks.map(({ cost }) => cost));
  for (const one of blocks) {
    one.parameterShare = one.cost.parameters / total.parameters;
    one.flopShare = one.cost.flops / total.flops;
  }
  return { model, net: '', image, classes, reductions: true, blocks, total, withReductions: total, withoutReductions: null };
}

/** The lab's MLP and LeNet. */
export function mlp(): Architecture {
  const hidden = full('dense1', 'dense', [28, 28, 1], 128);
  return network('mlp', [28, 28, 1], 10, [single(hidden), single(full('softmax', 'softmax', hidden.output, 10))]);
}

export function lenet(): Architecture {
  const one = convolution('conv1', [28, 28, 1], 5, 6);
  const two = pool('pool1', 'max-pool', one.output, 2, 2, false);
  const three = convolution('conv2', two.output, 5, 16, 1, false);
  const four = pool('pool2', 'max-pool', three.output, 2, 2, false);
  const five = full('dense1', 'dense', four.output, 120);
  const six = full('dense2', 'dense', five.output, 84);
  return network('lenet', [28, 28, 1], 10, [one, two, three, four, five, six, full('softmax', 'softmax', six.output, 10)].map((layer) => single(layer)));
}

/** An auxiliary head: mean pooling 5×5 with step 3, 1×1 convolution, two fully connected layers, softmax. */
function head(name: string, input: Shape): BlockPlan {
  const mean = pool(`${name}.pool`, 'average-pool', input, 5, 3, false);
  const conv = convolution(`${name}.conv`, mean.output, 1, 128);
  const dense = full(`${name}.dense`, 'dense', conv.output, 1024);
  const dropout = plain(`${name}.dropout`, 'dropout', dense.output);
  return block(name, 'auxiliary', [mean, conv, dense, dropout, full(`${name}.softmax`, 'softmax', dropout.output, 1000)]);
}

/** GoogLeNet as it won in 2014: Szegedy et al. 2015 (arXiv:1409.4842), table 1. */
export function googlenet(): Architecture {
  const blocks: BlockPlan[] = [];
  let shape: Shape = [224, 224, 3];
  const add = (one: BlockPlan) => {
    blocks.push(one);
    if (one.kind !== 'auxiliary') shape = one.output;
  };
  const module = (name: string, widths: Widths) => add(inception(name, shape, widths));
  add(single(convolution('conv1', shape, 7, 64, 2)));
  add(single(pool('pool1', 'max-pool', shape, 3, 2)));
  add(single(plain('norm1', 'local-response', shape)));
  add(single(convolution('conv2a', shape, 1, 64)));
  add(single(convolution('conv2b', shape, 3, 192)));
  add(single(plain('norm2', 'local-response', shape)));
  add(single(pool('pool2', 'max-pool', shape, 3, 2)));
  module('3a', [64, 96, 128, 16, 32, 32]);
  module('3b', [128, 128, 192, 32, 96, 64]);
  add(single(pool('pool3', 'max-pool', shape, 3, 2)));
  module('4a', [192, 96, 208, 16, 48, 64]);
  add(head('aux1', shape));
  module('4b', [160, 112, 224, 24, 64, 64]);
  module('4c', [128, 128, 256, 24, 64, 64]);
  module('4d', [112, 144, 288, 32, 64, 64]);
  add(head('aux2', shape));
  module('4e', [256, 160, 320, 32, 128, 128]);
  add(single(pool('pool4', 'max-pool', shape, 3, 2)));
  module('5a', [256, 160, 320, 32, 128, 128]);
  module('5b', [384, 192, 384, 48, 128, 128]);
  const mean = layer('mean', 'global-average', shape, [1, 1, shape[2]], {}, [7, 7]);
  add(single(mean));
  add(single(plain('dropout', 'dropout', shape), 'dropout 40'));
  add(single(full('softmax', 'softmax', shape, 1000)));
  return network('googlenet-large', [224, 224, 3], 1000, blocks);
}
