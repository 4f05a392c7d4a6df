/**
 * The messages between the embedding lab's page and its worker.
 *
 * Generated from crates/web/src/words/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web words
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type WordText = "kjv" | "web" | "shakespeare" | "milton" | "austen" | "glosses" | "toy" | "own";

export type Objective = "tied" | "untied" | "skip-gram" | "cbow";

export type Reach = "dynamic" | "fixed";

export type Updates = "adam" | "sgd" | "rmsprop";

export type WordsPanel = "settings" | "map" | "neighbours" | "analogy" | "context" | "counts" | "loss" | "quality" | "toolbar" | "matrices" | "vocabulary" | "files";

export type Word2VecConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of initialisation, sub-sampling, windows and noise.
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
hide: Array<WordsPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * The texts that are read, one after another.
 */
texts: Array<WordText>, 
/**
 * Words that occur less often are left out.
 */
minCount: number, 
/**
 * So many of the most frequent words at most.
 */
vocabulary: number, 
/**
 * How far a word looks to each side at most.
 */
window: number, 
/**
 * Whether it always looks that far.
 */
reach: Reach, 
/**
 * The frequency above which words are thinned; 0 keeps all.
 */
sample: number, 
/**
 * What is maximised.
 */
objective: Objective, 
/**
 * D: numbers of a word's vector.
 */
size: number, 
/**
 * K: words of noise for each right one.
 */
negatives: number, 
/**
 * Noise is drawn by counts to the power of this.
 */
noisePower: number, 
/**
 * How often the texts are read.
 */
epochs: number, 
/**
 * η at the start; 0: what suits the objective.
 */
learningRate: number, 
/**
 * Centre words of a step of full softmax; 0: all of them.
 */
batch: number, 
/**
 * How parameters follow the gradients of full softmax; negative sampling always takes plain steps.
 */
optimizer: Updates, 
/**
 * Words on the map: the most frequent.
 */
mapWords: number, 
/**
 * Of the map: 2 or 3.
 */
dimensions: number, };

export type CorpusInfo = { 
/**
 * Names of its texts.
 */
texts: Array<string>, 
/**
 * Words of them all.
 */
words: number, 
/**
 * How many of them are in the vocabulary.
 */
kept: number, 
/**
 * Different words.
 */
distinct: number, 
/**
 * Words of the vocabulary, V.
 */
vocabulary: number, 
/**
 * How often its rarest word occurs.
 */
rarest: number, 
/**
 * Sentences with a word of the vocabulary.
 */
sentences: number, 
/**
 * Words that are read in one epoch after frequent ones are thinned, as expected.
 */
read: number, 
/**
 * Numbers that are learned.
 */
parameters: number, 
/**
 * η at the start.
 */
learningRate: number, 
/**
 * Steps until the end.
 */
steps: number, };

export type Metrics = { 
/**
 * How often the texts were read, in parts too.
 */
epoch: number, 
/**
 * The share of the training that is done, 0 to 1.
 */
share: number, 
/**
 * Words of the vocabulary read since the start.
 */
words: number, 
/**
 * Raw words of the texts in a second of training, since the last word of it.
 */
wordsPerSecond: number, 
/**
 * Seconds of training since the start, without what was looked at meanwhile.
 */
seconds: number, 
/**
 * η now.
 */
learningRate: number, 
/**
 * Whether the texts have been read as often as the settings say.
 */
finished: boolean, };

export type VocabularyPart = { 
/**
 * Words, the most frequent first.
 */
words: Array<string>, 
/**
 * How often each occurs.
 */
counts: Array<number>, 
/**
 * The rank of each, from 0.
 */
ranks: Array<number>, 
/**
 * How likely each occurrence is read, after frequent words are thinned.
 */
kept: Array<number>, 
/**
 * V
 */
total: number, };

export type MapInfo = { 
/**
 * When it was drawn.
 */
step: number, 
/**
 * How many words, the most frequent.
 */
words: number, 
/**
 * Ranks of the words after them: those of `also` that are rarer.
 */
also: Array<number>, 
/**
 * 2 or 3.
 */
dimensions: number, 
/**
 * The share of the vectors' variance along each axis.
 */
explained: Array<number>, };

export type Neighbour = { 
/**
 * The word.
 */
word: string, 
/**
 * How often it occurs.
 */
count: number, 
/**
 * Its rank by frequency, from 0.
 */
rank: number, 
/**
 * The cosine of the angle between both.
 */
cosine: number, 
/**
 * What it was at each of the history's steps.
 */
history: Array<number>, };

export type Neighbours = { 
/**
 * The word asked about.
 */
word: string, 
/**
 * How often it occurs.
 */
count: number, 
/**
 * Its rank by frequency, from 0.
 */
rank: number, 
/**
 * The length of its vector.
 */
norm: number, 
/**
 * The steps of the history; empty before there is one.
 */
steps: Array<number>, 
/**
 * The nearest first.
 */
neighbours: Array<Neighbour>, };

export type Ranked = { 
/**
 * The word.
 */
word: string, 
/**
 * How often it occurs.
 */
count: number, 
/**
 * Its rank by frequency, from 0.
 */
rank: number, 
/**
 * The cosine of the angle to a − b + c.
 */
cosine: number, 
/**
 * Its place among all words, from 1: of the list, without a, b and c; of those, among all.
 */
place: number, };

export type Analogy = { 
/**
 * a, b and c.
 */
words: Array<string>, 
/**
 * Their ranks by frequency, from 0.
 */
ranks: Array<number>, 
/**
 * The nearest first, without a, b and c.
 */
ranked: Array<Ranked>, 
/**
 * Where a, b and c would stand if they were not left out.
 */
leftOut: Array<Ranked>, };

export type InContext = { 
/**
 * w
 */
word: string, 
/**
 * `⟨x_w, x_u⟩`
 */
score: number, 
/**
 * `exp⟨x_w, x_u⟩`
 */
numerator: number, 
/**
 * p(w|u)
 */
probability: number, 
/**
 * Its place by probability, from 1.
 */
place: number, 
/**
 * How often both stand side by side in the texts, within the window: `n_wu`.
 */
beside: number, 
/**
 * `n_wu / Σᵥ n_vu`: what p(w|u) would be if it followed the texts to the letter.
 */
observed: number, };

export type ContextOfWord = { 
/**
 * u
 */
word: string, 
/**
 * How often it occurs.
 */
count: number, 
/**
 * `Σᵥ exp⟨x_v, x_u⟩`
 */
denominator: number, 
/**
 * Its natural logarithm.
 */
logDenominator: number, 
/**
 * Words beside u in the texts, within the window: `Σᵥ n_vu`.
 */
beside: number, 
/**
 * Whether the objective trains this very p(w|u), which negative sampling does not.
 */
isTrained: boolean, 
/**
 * The likeliest first, or those most often beside u.
 */
likeliest: Array<InContext>, 
/**
 * Those that were asked for by name.
 */
asked: Array<InContext>, };

export type CountsPart = { 
/**
 * The words of its rows and columns.
 */
words: Array<string>, 
/**
 * The rank of the first, from 0.
 */
from: number, 
/**
 * V
 */
total: number, 
/**
 * The largest of the numbers.
 */
largest: number, 
/**
 * Pairs of the whole matrix that ever stand side by side; null until that was counted.
 */
pairs: number | null, };

export type Judgement = { 
/**
 * When.
 */
step: number, 
/**
 * Spearman's correlation of cosines with what people say of 353 pairs (Finkelstein et al. 2002); null with fewer
 * than three pairs.
 */
spearman: number | null, 
/**
 * Pairs with both words in the vocabulary.
 */
pairs: number, 
/**
 * Of so many.
 */
of: number, 
/**
 * Analogies answered rightly, of Google's (Mikolov et al. 2013), with a, b and c left out.
 */
right: number, 
/**
 * Analogies with all four words in the vocabulary.
 */
asked: number, 
/**
 * Of so many.
 */
questions: number, 
/**
 * Milliseconds that judging took.
 */
milliseconds: number, };

export type JudgedPoint = { 
/**
 * When.
 */
step: number, 
/**
 * How often the texts were read.
 */
epoch: number, 
/**
 * Spearman's correlation.
 */
spearman: number | null, 
/**
 * The share of analogies that were answered rightly.
 */
accuracy: number | null, };

export type Section = { 
/**
 * As in `family` or `gram3-comparative`.
 */
name: string, 
/**
 * Answered rightly.
 */
right: number, 
/**
 * With all four words in the vocabulary.
 */
asked: number, 
/**
 * Of so many.
 */
of: number, };

export type Tried = { 
/**
 * Its section.
 */
section: string, 
/**
 * a, b, c and d: d is asked for as b − a + c.
 */
words: Array<string>, 
/**
 * The word that came first.
 */
found: string, 
/**
 * Where d stands, from 1, without a, b and c; if d is one of them, where it would stand were it not left out.
 */
place: number, };

export type Quality = { 
/**
 * Now, or as last judged; null before.
 */
last: Judgement | null, 
/**
 * Every time that they were judged.
 */
history: Array<JudgedPoint>, 
/**
 * Analogies with the sections they are from, as last judged.
 */
sections: Array<Section>, 
/**
 * Some that are answered rightly, the first of the right words' neighbours.
 */
works: Array<Tried>, 
/**
 * Some that are not.
 */
fails: Array<Tried>, };

export type Answer = CorpusInfo | VocabularyPart | MapInfo | { 
/**
 * Whether they do.
 */
map: boolean, } | Neighbours | Analogy | ContextOfWord | CountsPart | Quality;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: Word2VecConfig, 
/**
 * Where the vectors are computed.
 */
device: DeviceInfo, 
/**
 * Whether they started anew.
 */
rebuilt: boolean, } | { "type": "textLoaded", 
/**
 * All settings as they are now: a person's own text changes `texts`.
 */
config: Word2VecConfig, 
/**
 * What was sent.
 */
name: string, 
/**
 * Its words; 0 of what is no text.
 */
words: number, } | { "type": "trained", 
/**
 * Steps done since the start.
 */
step: number, 
/**
 * The mean loss since the last word of it.
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
 * Which, as in the setting `texts`, and the two named above.
 */
files: Array<string>, } | { "type": "begun", 
/**
 * Of which words.
 */
corpus: CorpusInfo, 
/**
 * Steps done.
 */
step: number, 
/**
 * Whether that was not asked for: their GPU was lost.
 */
unasked: boolean, } | { "type": "progress", 
/**
 * So many since the start.
 */
step: number, 
/**
 * Mean since the last progress: of negative sampling for a right word and its noise, of full softmax for a
 * pair, in nats.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "map", 
/**
 * About it.
 */
map: MapInfo, } | { "type": "judged", 
/**
 * As `query('quality')` answers.
 */
quality: Quality, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
