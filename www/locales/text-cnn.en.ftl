# The lab of sentences in English, loaded with it. The same keys as text-cnn.ru.ftl (checked by locales/check.mjs).

text-cnn-name = Lab of sentences
text-cnn-unit-speed = sentences/s
text-cnn-accuracy = Accuracy
text-cnn-finished = Done: all sentences have been read { $epochs ->
    [one] once
   *[other] { $epochs } times
}, as set. Reset starts again; so do more epochs.
reason-cpu-small-model = Runs on the CPU: a step of so small a net takes it a few milliseconds. Choose WebGPU to compare.
failure-not-tested = The net has not been tested yet.
failure-text-too-short = A text has too few sentences for these settings: { $have }, and { $need } are needed.

text-cnn-author-austen = Austen
text-cnn-author-shakespeare = Shakespeare
text-cnn-author-kjv = Bible
text-cnn-learner-net = Convolution
text-cnn-learner-shuffled = Convolution, words shuffled
text-cnn-learner-bag = Bag of words
text-cnn-more = { $number } more

## A sentence of one’s own

text-cnn-own = Whose sentence is it?
text-cnn-own-lead = Write a sentence, or take one below: both models say at once whose it sounds like, and the words that decided are marked.
text-cnn-own-random = So far both know nothing: press Train.
text-cnn-own-label = A sentence in English
text-cnn-own-marks = A mark has the colour of the author for whom the word speaks; the stronger, the more it adds to his logit than to the others’.
text-cnn-own-cut = The sentence is longer than the net reads: only its first { $length } symbols count.
text-cnn-by = Who says so
text-cnn-piece = Symbol
text-cnn-sum = What every symbol adds to the logits: all rows add up to the last
text-cnn-edges = edges of the sentence
text-cnn-logit = Logit
text-cnn-fired = The filters that decided most, with the words that they answer and how strongly
text-cnn-filter-name = Filter
text-cnn-as-name = read as a name
text-cnn-as-rare = too rare: read as unknown

## Learning

text-cnn-learning = Learning
text-cnn-learning-lead = Two models read the same sentences: a convolution, which sees words in a row, and logistic regression on the bag of words, which sees no order. Both are tested on passages that were held back.
text-cnn-verdict-none = Press Train: what comes out is told here.
text-cnn-verdict-net = The convolution is better: { $net } % right on { $count } held-back sentences, the bag of words { $bag } %.
text-cnn-verdict-bag = The bag of words is better: { $bag } % right on { $count } held-back sentences, the convolution { $net } %.
text-cnn-verdict-same = No clear winner: on { $count } held-back sentences the convolution has { $net } % right and the bag of words { $bag } %, which chance alone can explain.
text-cnn-order-some-words = With the words of each sentence shuffled the convolution has { $shuffled } %: their order is worth { $points } points.
text-cnn-order-none-words = With the words of each sentence shuffled it still has { $shuffled } %: which words there are says nearly all, their order little.
text-cnn-order-some-characters = With the letters of each sentence shuffled the convolution has { $shuffled } %: their order is worth { $points } points.
text-cnn-order-none-characters = With the letters of each sentence shuffled it still has { $shuffled } %: so far their order has taught it little.
text-cnn-test-accuracy = Right on held-back passages, %
text-cnn-train-loss = Loss while learning, nats
text-cnn-accuracy-label = Accuracy on held-back passages by step: convolution { $net } %, bag of words { $bag } %
text-cnn-loss-label = Loss while learning by step: convolution { $net }, bag of words { $bag }
text-cnn-loss-of = Loss: { $learner }

## Confusion

text-cnn-confusion = Who is taken for whom
text-cnn-confusion-lead = Held-back sentences by author (rows) and by what is said of them (columns). Press a number for the surest of its sentences by the convolution.
text-cnn-confusion-of = Confusion of
text-cnn-taken-for = taken for →
text-cnn-examples-right = { $author }: { $total } known as such by the convolution, the surest first
text-cnn-examples-wrong = { $author }, taken for { $said } by the convolution: { $total }, the surest first
text-cnn-examples-none = { $author }: none taken for { $said } by the convolution
text-cnn-examples-look = Look at this sentence above
text-cnn-examples-say = { $said }: convolution { $net }, bag of words { $bag }

## Filters

text-cnn-filters = What the filters listen for
text-cnn-filters-lead = Every filter slides over the sentences and answers some words in a row. Here are those that excite it most among all sentences learned from, how often each stands there by author, and what an answer of 1 adds to each author’s logit. The filters that decide most come first. “·” is the edge of a sentence.
text-cnn-filters-random = So far all filters are random.
text-cnn-filters-width = Symbols in a row
text-cnn-filters-for = Speaks for
text-cnn-filters-all = all
text-cnn-filters-found = Filters: { $found }; as of step { $step }
text-cnn-filter = Filter { $filter }, { $width } in a row
text-cnn-filter-label = What excites filter { $filter }, which speaks for { $author }
text-cnn-gram = Symbols
text-cnn-answer = Answer
text-cnn-counts-hint = How often it stands in the sentences learned from: Austen, Shakespeare, Bible
text-cnn-mean = (⌀ { $mean })

## Settings

setting-unit = Read as
setting-names = Names
setting-sentences = Sentences
setting-length = Length
setting-vocabulary = Vocabulary
setting-widths = Filter widths
setting-filters = Filters
setting-dropout = Dropout
setting-epochs = Epochs
text-cnn-group-reading = Reading
text-cnn-group-net = Net
text-cnn-group-learning = Learning
text-cnn-option-words = Words
text-cnn-option-characters = Characters
text-cnn-option-mask = Hidden
text-cnn-option-keep = Kept
text-cnn-option-auto = Auto
text-cnn-option-webgpu = WebGPU
text-cnn-option-cpu = CPU
text-cnn-hint-unit = Single letters say hardly anything: with them order is everything, and the bag is lost. Each comes with its own settings.
text-cnn-hint-names = Emma or Israel give an author away. Hidden, all names are one symbol.
text-cnn-hint-sentences = Of each author, to learn from.
text-cnn-hint-length = T: symbols of a sentence that are read; the rest is cut off.
text-cnn-hint-vocabulary = V: the most frequent symbols; others are read as unknown.
text-cnn-hint-widths = How many symbols in a row the filters see, as 2, 3, 4.
text-cnn-hint-filters = F: filters of each width.
text-cnn-hint-embedding = D: numbers of a symbol’s vector.
text-cnn-hint-dropout = The share of filters that is left out in each step.
text-cnn-hint-epochs = How often all sentences are read.
text-cnn-hint-batch = Sentences of a step.
text-cnn-hint-learningRate = η of Adam.
text-cnn-hint-seed = Of the split, the first weights, the order and dropout.
text-cnn-corpus = What was done to the texts
text-cnn-corpus-sentences = { $sentences } sentences in all, of which those of at least five words are used; { $train } of each author are learned from, { $test } tested.
text-cnn-corpus-split = Neighbours do not leak: every fifth passage of { $passage } sentences in a row, drawn by the seed, is held back whole, without its first and last. { $repeated ->
    [one] { $repeated } held-back sentence was left out
   *[other] { $repeated } held-back sentences were left out
} because one that reads the same is learned from.
text-cnn-corpus-removed = Removed: headings, casts of plays, names of speakers, stage directions, numbers of verses. Capitals and punctuation are not read.
text-cnn-corpus-names-mask = { $names } words are hidden as names: those that hardly ever come without a capital, so also Mr, Lord or English. That there is a name can still be seen.
text-cnn-corpus-names-keep = Names are read like other words, and give authors away: compare with hiding them.
text-cnn-corpus-numbers = V = { $vocabulary }; numbers learned: convolution { $net }, bag of words { $bag }.
text-cnn-origins = Where the texts are from
text-cnn-save = Save the weights (safetensors)
