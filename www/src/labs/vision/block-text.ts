/** Blocks as the setting `net` writes them, taken apart into numbers that can be edited. */

export type BlockWord = 'conv' | 'max' | 'avg' | 'lrn' | 'bn' | 'inception' | 'aux' | 'gap' | 'dense' | 'dropout';

export interface Draft {
  word: BlockWord;
  /** In the order of FIELDS. */
  values: number[];
  /** Of a convolution: whether the image is padded. */
  same: boolean;
}

/** The numbers of a block, by name. */
export const FIELDS: Record<BlockWord, readonly string[]> = {
  conv: ['size', 'filters', 'stride'],
  max: ['size', 'stride'],
  avg: ['size', 'stride'],
  lrn: [],
  bn: [],
  inception: ['a', 'b1', 'b2', 'c1', 'c2', 'd'],
  aux: [],
  gap: [],
  dense: ['units'],
  dropout: ['percent'],
};

export const WORDS = Object.keys(FIELDS) as BlockWord[];

/** What a block is when it is added. */
const FIRST: Record<BlockWord, string> = {
  conv: 'conv 3x3 16',
  max: 'max 2/2',
  avg: 'avg 2/2',
  lrn: 'lrn',
  bn: 'bn',
  inception: 'inception 16 16-24 4-8 8',
  aux: 'aux',
  gap: 'gap',
  dense: 'dense 64',
  dropout: 'dropout 40',
};

export const added = (word: BlockWord): Draft => read(FIRST[word])!;

/** The worker has read and written it before, so its form is known. */
export function read(text: string): Draft | null {
  const word = text.split(/\s/, 1)[0] as BlockWord;
  if (!(word in FIELDS)) return null;
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  if (word !== 'conv') return { word, values: numbers, same: true };
  const [size = 1] = numbers;
  const stride = Number(/\/(\d+)/.exec(text)?.[1] ?? 1);
  const filters = Number(/\s(\d+)(?:\s|$)/.exec(text)?.[1] ?? 1);
  return { word, values: [size, filters, stride], same: !text.endsWith('valid') };
}

export function write({ word, values, same }: Draft): string {
  const [a, b, c, d, e, f] = values;
  switch (word) {
    case 'conv':
      return `conv ${a}x${a}${c === 1 ? '' : `/${c}`} ${b}${same ? '' : ' valid'}`;
    case 'max':
    case 'avg':
      return `${word} ${a}/${b}`;
    case 'inception':
      return `inception ${a} ${b}-${c} ${d}-${e} ${f}`;
    default:
      return [word, ...values].join(' ');
  }
}
