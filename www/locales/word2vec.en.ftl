# The embedding lab in English, loaded with it. The same keys as word2vec.ru.ftl (checked by locales/check.mjs).

word2vec-name = Embedding lab
word2vec-unit-speed = words/s
reason-cpu-small-model = Runs on the CPU: it learns word after word, and a GPU would mostly wait. With the full softmax a GPU may be faster; that is not measured here: choose WebGPU to compare.

word2vec-finished = Done: the text has been read { $epochs } times, as set. Reset starts again; so do more epochs.
word2vec-word = Word
word2vec-count = Occurs
word2vec-place = Place
word2vec-unknown = “{ $word }” is not in the vocabulary. Nearest spellings:
failure-unknown-word = “{ $value }” is not in the vocabulary. The nearest spellings are { $nearest }.
failure-text-empty = There are no words in the text. The current text stays.
failure-too-few-words = Only { $have } different words come { $value } times or more; { $need } are needed. The current text stays.

## The map

word2vec-map = Map of words
word2vec-map-first = Press Train: the words begin at random and move to where their company is.
word2vec-map-lead = The directions in which the vectors differ most. Words that keep the same company come together; click one to look at it, drag to move or turn.
word2vec-map-label = Map of words. Arrow keys move it, plus and minus enlarge it, zero shows all. The list below it has the same words.
word2vec-map-label-3 = Map of words in three dimensions. Arrow keys turn it, with Shift they move it; plus and minus enlarge it, zero shows all. The list below it has the same words.
word2vec-map-tools = Look at the map
word2vec-zoom-in = Enlarge
word2vec-zoom-out = Make smaller
word2vec-zoom-reset = Show all
word2vec-search = Find a word
word2vec-near = its nearest neighbours
setting-dimensions = Dimensions of the map
word2vec-dimensions-2 = 2-D
word2vec-dimensions-3 = 3-D
setting-mapWords = Words on it
word2vec-umap = UMAP
word2vec-umap-hint = Lays the words out so that near ones stay near (McInnes et al. 2018). Takes some seconds; the vectors as they are now.
word2vec-umap-stop = Stop UMAP
word2vec-umap-back = Back to PCA
word2vec-umap-busy = UMAP is laying the words out … { $percent } %
word2vec-umap-done = UMAP of { $words } words as they were at step { $step }: near words stay near, far distances mean little.
word2vec-umap-failed = UMAP could not be run ({ $message }).
word2vec-save-map = Save the map (SVG)
word2vec-map-none = The vectors are being prepared …
word2vec-map-facts = { $words } words along their principal components, which have { $percents } of the variance. Step { $step }.
word2vec-list = The words of the map as a list
word2vec-axis = Axis { $axis }
word2vec-more = { $number } more

## A word

word2vec-neighbours = Neighbours
word2vec-neighbours-lead = The words whose vectors point the same way: the cosine of the angle between them, now and during training.
word2vec-random = So far all vectors are random.
word2vec-word-facts = in the text { $count }×, rank { $rank } by frequency; length of its vector { $norm }
word2vec-neighbour = Neighbour
word2vec-cosine = Cosine
word2vec-history = In training
word2vec-history-label = Its cosine at { $steps } moments of the training, from { $first } on

## Analogies

word2vec-analogies = Analogies
word2vec-analogies-lead = What is to c as a is to b? The words nearest to a − b + c, all vectors made of length 1.
word2vec-analogy-a = a
word2vec-analogy-b = − b
word2vec-analogy-c = + c
word2vec-analogy-unknown = Not in the vocabulary: { $words }. Choose other words.
word2vec-left-out = The three words themselves are left out of the list; among all words
word2vec-would-stand = would stand at { $place }
word2vec-arrows = Arrows in the map
word2vec-try = Try
word2vec-works = Right with this text
word2vec-fails = Wrong with this text
word2vec-expected = instead of { $word }, at { $place }

## p(w|u)

word2vec-context = The company of a word: p(w|u)
word2vec-context-full = How likely w stands in the context of u. This is what training makes true to the counts.
word2vec-context-cbow = CBOW guesses w from the mean x̄ of the words around it; here u stands there alone.
word2vec-context-sampled = How likely w stands in the context of u, by these vectors. Negative sampling does not train this sum: its products say how much more often than by chance two words meet (Levy and Goldberg 2014), so rare words come out too likely and frequent ones too unlikely.
word2vec-context-facts = The denominator sums exp over all { $words } words: { $denominator }. This w is at place { $place }. Words beside u in the text: { $beside }.
word2vec-order = Which words
word2vec-order-probability = likeliest by the vectors
word2vec-order-count = most often beside it
word2vec-bars = Vectors, text
word2vec-into-formula = Put it into the formula

## Learning

word2vec-loss = Loss
word2vec-loss-tied = Mean −log p(w|u) of a pair, in nats. Guessing among V words would cost log V.
word2vec-loss-untied = Mean −log p(w|u) of a pair, in nats. Guessing among V words would cost log V.
word2vec-loss-skip-gram = Of a right word and its noise together, in nats. It is not comparable with the full softmax.
word2vec-loss-cbow = Of a right word and its noise together, in nats. It is not comparable with the full softmax.
word2vec-loss-label = Loss by step, now { $loss }. The table below has the numbers.
word2vec-quality = Quality
word2vec-quality-lead = Judged ten times during training by two tests that it never sees.
word2vec-quality-label = Rank correlation and share of right analogies by step. The numbers are below.
word2vec-quality-none = Not judged yet.
word2vec-quality-toy = Ten sentences have none of the words that are asked for.
word2vec-spearman = WordSim-353: rank correlation { $value } with what people say, { $pairs } of { $of } pairs are in the vocabulary
word2vec-accuracy = Google’s analogies: { $right } of { $asked } right; { $of } in all, the rest has words that are not here
word2vec-sections = Analogies by section
word2vec-section = Section
word2vec-share = Share
word2vec-right = Right
word2vec-asked = Asked
word2vec-of = { $asked } of { $of }

## Counts, vocabulary, files

word2vec-counts = How often words stand together: n
word2vec-counts-lead = A row for u, a column for w, the most frequent first: how often w is within { $window } words of u. The stronger the colour the more, logarithmically, from the smallest number here to the largest.
word2vec-counts-label = Matrix of counts. The table below has the numbers.
word2vec-counts-facts = The largest number here is { $largest }; the whole matrix has { $total } rows. Drag to go along the diagonal; a click looks at a word.
word2vec-counts-pairs = Pairs that ever meet: { $pairs }.
word2vec-counts-first = The first { $number } of them.
word2vec-counts-to = To “{ $word }”
word2vec-ranks = Words { $from } to { $to }
word2vec-matrices = All numbers that are learned
word2vec-matrices-tied = One matrix x, a row a word; here they are few enough to be read.
word2vec-matrices-lead = Two matrices, a row a word: x for u, x′ for w; here they are few enough to be read.
word2vec-vocabulary = Vocabulary
word2vec-vocabulary-lead = { $vocabulary } words that come { $rarest } times or more, of { $distinct } different ones. { $words } words in { $sentences } sentences, of which { $kept } are kept; { $read } are read in one epoch, since frequent words are thinned.
word2vec-begins = Begins with
word2vec-found = { $found } words
word2vec-kept = Read
word2vec-files = Take the vectors along
word2vec-files-lead = The vectors as they are now.
word2vec-file-word2vec = word2vec’s text format: opens in gensim with KeyedVectors.load_word2vec_format.
word2vec-file-weights = All matrices, for PyTorch and others; the vocabulary is in its metadata.
word2vec-file-vocabulary = Words and counts, in the order of the rows.
word2vec-file-vectors = Vectors for the Embedding Projector.
word2vec-file-metadata = And its names for them.
word2vec-file-metrics = Loss and quality by step.

## Settings

setting-texts = Text
word2vec-hint-texts = What is read. Another text starts again from step 0, with settings that suit it.
word2vec-texts-bibles = Both Bibles
word2vec-texts-books = All five books
word2vec-texts-some = Some together
word2vec-text-kjv = King James Bible
word2vec-text-web = World English Bible
word2vec-text-shakespeare = Shakespeare
word2vec-text-milton = Milton
word2vec-text-austen = Austen
word2vec-text-glosses = WordNet’s glosses
word2vec-text-toy = Ten sentences
word2vec-text-own = My own text
word2vec-corpus = { $words } words, { $vocabulary } of them in the vocabulary
word2vec-together = Read several together
word2vec-origins = Origin and licence
word2vec-own-hint = UTF-8, up to 20 MB, in any language; one sentence a line is best. It stays on this machine.
setting-objective = Objective
word2vec-objective-tied = Full softmax, one matrix
word2vec-objective-untied = Full softmax, two matrices
word2vec-objective-skip-gram = Skip-gram with negative sampling
word2vec-objective-cbow = CBOW with negative sampling
word2vec-about-tied = The lecture’s own: p(w|u) over all words, one vector a word for both sides. Every step sums over the vocabulary, so it is set to 4,000 words. Similar words come together, but a word is then likely beside itself, which no text says: neighbours are weaker than with negative sampling (both Bibles, 4,000 words: 59 of 756 analogies right against 129).
word2vec-about-untied = The same with vectors x for u and x′ for w: a word need not be likely beside itself, so the counts are met more closely (both Bibles, 4,000 words: 75 of 756 analogies right; skip-gram 129).
word2vec-about-skip-gram = Each word around predicts the one in the middle, against K words of noise instead of all V: a hundred times cheaper, and good vectors.
word2vec-about-cbow = The mean of the words around predicts the one in the middle. Faster still; rare words learn less.
setting-size = Dimension D
word2vec-hint-size = Numbers of a word’s vector.
setting-epochs = Epochs
word2vec-hint-epochs = How often the text is read.
word2vec-group-words = Words and window
setting-window = Window
word2vec-hint-window = How far a word looks to each side.
setting-reach = Reach
word2vec-option-dynamic = dynamic
word2vec-option-fixed = fixed
word2vec-hint-reach = Dynamic: each time drawn from 1 to the window, so near words count more.
setting-minCount = Minimum count
word2vec-hint-minCount = Rarer words are left out: they have too little company to learn from.
setting-vocabulary = Vocabulary
word2vec-hint-vocabulary = V: so many of the most frequent words at most.
setting-sample = Sub-sampling
word2vec-hint-sample = Words of a larger share of the text than this are skipped at times. 0 reads all.
word2vec-group-learning = Learning
setting-negatives = Words of noise K
word2vec-hint-negatives = Against so many wrong words each right one is held.
setting-noisePower = Noise exponent
word2vec-hint-noisePower = Noise is drawn by counts to this power. 1: as in the text; 0: all words alike.
word2vec-hint-learningRate = η at the start; it falls in a straight line. 0: what suits the objective.
word2vec-hint-seed = Fixes the first vectors, windows and noise: same seed, same run.
word2vec-hint-batch = Centre words of a step; 0 takes all, which makes the gradient exact.
word2vec-option-adam = Adam
word2vec-option-sgd = SGD
word2vec-option-rmsprop = RMSprop
word2vec-option-auto = auto
word2vec-option-webgpu = WebGPU
word2vec-option-cpu = CPU
