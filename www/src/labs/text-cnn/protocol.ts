/**
 * The messages between the page of the lab of sentences and its worker.
 *
 * Generated from crates/web/src/text_cnn/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web text_cnn
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type Author = "austen" | "shakespeare" | "kjv";

export type TextUnit = "words" | "characters";

export type Names = "mask" | "keep";

export type TextCnnPanel = "settings" | "learning" | "confusion" | "filters" | "own" | "examples" | "toolbar";

export type TextCnnConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of the split, initialisation, order and dropout.
 */
seed: number, 
/**
 * Where to compute.
 */
backend: Backend, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<TextCnnPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * What a sentence is cut into.
 */
unit: TextUnit, 
/**
 * What becomes of names.
 */
names: Names, 
/**
 * Sentences of each author to learn from.
 */
sentences: number, 
/**
 * V: so many of the most frequent symbols at most.
 */
vocabulary: number, 
/**
 * T: a longer sentence is cut off.
 */
length: number, 
/**
 * D: numbers of a symbol's vector.
 */
embedding: number, 
/**
 * K: how many symbols a filter sees, for each kind of filter.
 */
widths: Array<number>, 
/**
 * F: filters of each width.
 */
filters: number, 
/**
 * The probability that a feature is dropped while learning.
 */
dropout: number, 
/**
 * Sentences of a step.
 */
batch: number, 
/**
 * How often all sentences are read.
 */
epochs: number, 
/**
 * η
 */
learningRate: number, };

export type CorpusInfo = { 
/**
 * Sentences of all texts.
 */
sentences: number, 
/**
 * Of each author, to learn from.
 */
train: number, 
/**
 * Of each author, to be tested with.
 */
test: number, 
/**
 * Consecutive sentences that are held back together.
 */
passage: number, 
/**
 * Sentences that were held back and are not tested, since the same is learned from.
 */
repeated: number, 
/**
 * Words that are taken for names.
 */
names: number, 
/**
 * V
 */
vocabulary: number, 
/**
 * Numbers that are learned: the net's and the bag's.
 */
parameters: [number, number], 
/**
 * Until the end.
 */
steps: number, 
/**
 * A sentence of the test part to begin with, the author's number beside it.
 */
first: string, };

export type Metrics = { 
/**
 * How often the sentences were read, in parts too.
 */
epoch: number, 
/**
 * The bag's mean loss since the last word of it.
 */
bagLoss: number, 
/**
 * The share of sentences that the net had right while learning, with dropout; and the bag.
 */
accuracy: [number, number], 
/**
 * Sentences in a second of training.
 */
sentencesPerSecond: number, 
/**
 * Whether the sentences have been read as often as the settings say.
 */
finished: boolean, };

export type Score = { 
/**
 * The share that is right.
 */
accuracy: number, 
/**
 * The mean cross-entropy, in nats.
 */
loss: number, 
/**
 * Of each author (rows), how many are taken for each (columns).
 */
confusion: [[number, number, number], [number, number, number], [number, number, number]], };

export type Tested = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * Sentences.
 */
count: number, 
/**
 * The convolutional net.
 */
net: Score, 
/**
 * The same on the same sentences with their words in random order.
 */
shuffled: Score, 
/**
 * The bag of words.
 */
bag: Score, };

export type Gram = { 
/**
 * Its symbols; "·" is the edge of a sentence.
 */
symbols: Array<string>, 
/**
 * How strongly the filter answers.
 */
answer: number, 
/**
 * How often it stands in each author's training part.
 */
counts: [number, number, number], };

export type Filter = { 
/**
 * Its number, counted over all widths.
 */
filter: number, 
/**
 * How many symbols it sees.
 */
width: number, 
/**
 * The n-grams that excite it most, the loudest first.
 */
grams: Array<Gram>, 
/**
 * The mean over each author's sentences of its strongest answer.
 */
mean: [number, number, number], 
/**
 * What it adds to each author's logit for an answer of 1.
 */
weights: [number, number, number], 
/**
 * How much it decides on average: the span of the weights times the sum of the means.
 */
importance: number, };

export type Filters = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * All of them.
 */
filters: Array<Filter>, };

export type Fired = { 
/**
 * Which.
 */
filter: number, 
/**
 * The symbols that it answers.
 */
symbols: Array<string>, 
/**
 * How strongly.
 */
answer: number, 
/**
 * What it adds to each logit.
 */
adds: [number, number, number], };

export type Piece = { 
/**
 * As it is written.
 */
written: string, 
/**
 * As the net reads it.
 */
symbol: string, 
/**
 * What it adds to each author's logit.
 */
adds: [number, number, number], };

export type Classified = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * What was read.
 */
pieces: Array<Piece>, 
/**
 * Whether the sentence was longer than a net reads.
 */
isCut: boolean, 
/**
 * p of each author by the net.
 */
probabilities: [number, number, number], 
/**
 * The same by the bag of words.
 */
bag: [number, number, number], 
/**
 * z of each author: the bias, what the pieces add, and what the edges add.
 */
logits: [number, number, number], 
/**
 * b of each author.
 */
bias: [number, number, number], 
/**
 * What the edges of the sentence add.
 */
edges: [number, number, number], 
/**
 * The filters that decided most.
 */
fired: Array<Fired>, };

export type TestedSentence = { 
/**
 * As it is written.
 */
sentence: string, 
/**
 * Whose it is.
 */
author: number, 
/**
 * p of each author by the net.
 */
net: [number, number, number], 
/**
 * By the bag of words.
 */
bag: [number, number, number], };

export type Examples = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * Some of them.
 */
sentences: Array<TestedSentence>, 
/**
 * How many there are.
 */
total: number, };

export type Answer = Filters | Classified | Tested | Examples;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: TextCnnConfig, 
/**
 * Where the net is computed.
 */
device: DeviceInfo, 
/**
 * Whether it started anew.
 */
rebuilt: boolean, } | { "type": "textLoaded", 
/**
 * What was sent.
 */
name: string, } | { "type": "trained", 
/**
 * Steps done since the start.
 */
step: number, 
/**
 * The net's mean loss since the last word of it.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "done" } | { "type": "tensors", 
/**
 * All of them.
 */
tensors: Array<TensorInfo>, } | { "type": "tensor", 
/**
 * The name asked for.
 */
name: string, 
/**
 * Its sizes, outermost first.
 */
shape: Array<number>, } | { "type": "answer", 
/**
 * What was asked for.
 */
answer: Answer, } | { "type": "file", 
/**
 * A file name.
 */
name: string, 
/**
 * Its type.
 */
mime: string, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "restored", 
/**
 * Where the run is now.
 */
step: number, };

export type Event = { "type": "compiling", 
/**
 * So many are ready …
 */
done: number, 
/**
 * … of so many.
 */
total: number, } | { "type": "device", 
/**
 * And why.
 */
device: DeviceInfo, } | { "type": "state", 
/**
 * Now.
 */
state: RunState, } | { "type": "wanted", 
/**
 * Which.
 */
texts: Array<Author>, } | { "type": "begun", 
/**
 * And what it learns from.
 */
corpus: CorpusInfo, 
/**
 * 0, or where a saved run stands.
 */
step: number, 
/**
 * Whether that was not asked for: the GPU was lost.
 */
unasked: boolean, } | { "type": "progress", 
/**
 * So many since the start.
 */
step: number, 
/**
 * The net's mean loss since the last progress, in nats.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "tested", 
/**
 * What came of it.
 */
tested: Tested, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
