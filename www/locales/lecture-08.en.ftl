# The lecture's chapter 08-words: what experiments found, and what figures say.
found-words-near = After two epochs, nearest to bread: { $bread }; to three: { $three } (the first with a cosine of { NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }); to went: { $went }. Judge for yourself which hold together by meaning and which by grammar: of either, the net knew only what stands beside what.
found-words-analogy = Of { NUMBER($words) } words queen { $before ->
        [0] was not among the first { NUMBER($asked) } before
       *[other] stood at place { NUMBER($before) } before
    } and now stands first, with a cosine of { NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ $second } is second). Not left out, king itself would stand at place { $king }.
found-words-analogy-near = Of { NUMBER($words) } words queen { $before ->
        [0] was not among the first { NUMBER($asked) } before
       *[other] stood at place { NUMBER($before) } before
    } and now stands at place { $queen }; first is { $first } ({ NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }), second { $second }. Not left out, king itself would stand at place { $king }. Near, but five epochs are few.
found-words-analogy-no = Of { NUMBER($words) } words queen { $before ->
        [0] was not among the first { NUMBER($asked) } before
       *[other] stood at place { NUMBER($before) } before
    } and { $queen ->
        [0] is not among the first { NUMBER($asked) } now
       *[other] stands at place { NUMBER($queen) } now
    }; first is { $first } ({ NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }), second { $second }; king itself would stand at place { $king }. This time the analogy has not come out: read more epochs.
found-words-room = Of { NUMBER($asked) } questions, { $flat } are answered right with 2 coordinates and { $wide } with 64. In the plane everything is near everything: the nearest to bread are { $flatWords }, the fourth with a cosine of { NUMBER($flatCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }. With 64: { $wideWords } ({ NUMBER($wideCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }).
found-words-room-no = Of { NUMBER($asked) } questions, { $flat } are answered right with 2 coordinates and only { $wide } with 64; nearest to bread are { $flatWords } ({ NUMBER($flatCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }) and { $wideWords } ({ NUMBER($wideCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }): two epochs were not enough to use the room.
found-softmax-start = Before the first step the denominator is { NUMBER($sum, maximumFractionDigits: 1) }, about |W| = { $words }, and p(land|egypt) = { NUMBER($was, maximumSignificantDigits: 3) }. Now the denominator is { $denominator }, the likeliest are { $first }, and p(land|egypt) = { NUMBER($land, maximumSignificantDigits: 3) }, { NUMBER($times, maximumFractionDigits: 0) } times as much; in the text the share of land there is { NUMBER($counted, maximumSignificantDigits: 3) }.
found-softmax-itself = In the text a word stands beside itself with a share of { NUMBER($counted, maximumSignificantDigits: 2) } on average. One matrix says { NUMBER($one, maximumSignificantDigits: 2) }, { NUMBER($times, maximumFractionDigits: 1) } times too much: p(egypt|egypt) = { NUMBER($egypt, maximumSignificantDigits: 2) }, though n = { NUMBER($n, maximumFractionDigits: 0) }. Two matrices say { NUMBER($two, maximumSignificantDigits: 2) }, { NUMBER($twice, maximumFractionDigits: 1) } times the share.
found-softmax-itself-no = In the text a word stands beside itself with a share of { NUMBER($counted, maximumSignificantDigits: 2) } on average. One matrix says { NUMBER($one, maximumSignificantDigits: 2) } ({ NUMBER($times, maximumFractionDigits: 1) } times), two say { NUMBER($two, maximumSignificantDigits: 2) } ({ NUMBER($twice, maximumFractionDigits: 1) } times); p(egypt|egypt) = { NUMBER($egypt, maximumSignificantDigits: 2) } with n = { NUMBER($n, maximumFractionDigits: 0) }. This time the second matrix has not helped.
found-likelihood-ascent = { NUMBER($pairs) } pairs of { $words } words. Per pair the sum has risen from −{ NUMBER($start, maximumFractionDigits: 3) } (log |W| = { NUMBER($uniform, maximumFractionDigits: 3) }) to −{ NUMBER($mean, maximumFractionDigits: 3) }; no vectors get above −{ NUMBER($bound, maximumFractionDigits: 3) }. That is { NUMBER($share, maximumFractionDigits: 0) } % of the way; the whole sum is −{ NUMBER($total, maximumFractionDigits: 2) } million.
found-likelihood-two = Per pair: −{ NUMBER($one, maximumFractionDigits: 3) } with one matrix, −{ NUMBER($two, maximumFractionDigits: 3) } with two, the bound is −{ NUMBER($bound, maximumFractionDigits: 3) }. What is lacking shrank from { NUMBER($gap1, maximumFractionDigits: 3) } to { NUMBER($gap2, maximumFractionDigits: 3) }. Mean p(u|u): { NUMBER($self1, maximumSignificantDigits: 2) } and { NUMBER($self2, maximumSignificantDigits: 2) }, in the text { NUMBER($counted, maximumSignificantDigits: 2) }.
found-likelihood-two-no = Per pair: −{ NUMBER($one, maximumFractionDigits: 3) } with one matrix, −{ NUMBER($two, maximumFractionDigits: 3) } with two, the bound is −{ NUMBER($bound, maximumFractionDigits: 3) }. What is lacking grew from { NUMBER($gap1, maximumFractionDigits: 3) } to { NUMBER($gap2, maximumFractionDigits: 3) }: two matrices need more steps. Mean p(u|u): { NUMBER($self1, maximumSignificantDigits: 2) } and { NUMBER($self2, maximumSignificantDigits: 2) }, in the text { NUMBER($counted, maximumSignificantDigits: 2) }.
found-likelihood-negative = An epoch took { NUMBER($sampled, maximumFractionDigits: 0) } ms with negative sampling, { NUMBER($full, maximumFractionDigits: 1) } ms with the full softmax: with 400 words and their counts at hand the denominator is cheap; its price grows as |W|², that of sampling does not depend on |W|. In the softmax its vectors give −{ NUMBER($rough, maximumFractionDigits: 2) } a pair instead of −{ NUMBER($exact, maximumFractionDigits: 2) } (bound −{ NUMBER($bound, maximumFractionDigits: 2) }): beside king it expects { $word }, and p(the|king) = { NUMBER($theSampled, maximumSignificantDigits: 2) }, in the text { NUMBER($counted, maximumSignificantDigits: 2) }, the full softmax says { NUMBER($the, maximumSignificantDigits: 2) }. It learns what is unusual beside a word, not what is frequent.
found-likelihood-negative-fast = An epoch took { NUMBER($sampled, maximumFractionDigits: 0) } ms with negative sampling, { NUMBER($full, maximumFractionDigits: 1) } ms with the full softmax: sampling is cheaper already with 400 words. In the softmax its vectors give −{ NUMBER($rough, maximumFractionDigits: 2) } a pair instead of −{ NUMBER($exact, maximumFractionDigits: 2) } (bound −{ NUMBER($bound, maximumFractionDigits: 2) }): beside king it expects { $word }, and p(the|king) = { NUMBER($theSampled, maximumSignificantDigits: 2) }, in the text { NUMBER($counted, maximumSignificantDigits: 2) }, the full softmax says { NUMBER($the, maximumSignificantDigits: 2) }. It learns what is unusual beside a word, not what is frequent.

figure-map-title = A map of words, and a parallelogram
figure-map-desc = Words as points: their vectors projected onto a plane. Beside it the plane through three words of an analogy, with the parallelogram that their differences make and the word that lies nearest to its fourth corner.
figure-map-words = Words on the map
figure-map-plane = The plane of three words
figure-map-question = Analogy
figure-map-word = Look at
figure-map-nearest = Nearest to { $word } of these words: { $list }
figure-map-answer = { $a } − { $b } + { $c }: nearest of these words is { $found } (cosine { $cosine }); its distance from this plane is { $outside } of its distance from { $b }.
figure-map-recorded = Recorded: vectors of { NUMBER($words) } words from a run of this lab ({ NUMBER($steps) } steps). Train the lab and the figure shows yours.
figure-map-live = Live: the lab’s vectors after { NUMBER($step) } steps.
figure-map-table = Cosines as a table
figure-map-cosine = Cosine

figure-softmax-title = p(w|u): each numerator by the sum of all
figure-softmax-desc = Bars of the probabilities of words beside the chosen word. Each bar is an exponential of a scalar product divided by the sum of all of them.
figure-softmax-u = u
figure-softmax-others = all other words
figure-softmax-numerator = exp⟨x_w, x_u⟩
figure-softmax-denominator = Denominator: the sum over { NUMBER($words) } words
figure-softmax-formula = p({ $w } | { $u }) = { $numerator } / { $denominator } = { $p }
figure-softmax-counted = share in the text
figure-softmax-said = p(w|u)
figure-softmax-recorded = Recorded: this lab after { NUMBER($steps) } steps. Train the lab and the figure shows yours.
figure-softmax-live = Live: the lab after { NUMBER($step) } steps.
figure-softmax-table = The numbers as a table

figure-likelihood-title = The sum Σ n_wu log p(w|u), term by term
figure-likelihood-desc = A matrix of counts: how often the word of the column stands within two words of the word of the row. Beside it how often the model expects that, and below one pair’s term and the sum of all.
figure-likelihood-text = Genesis 1:3–5, World English Bible
figure-likelihood-lab = The lab’s most frequent words
figure-likelihood-source = Text
figure-likelihood-step = One step up
figure-likelihood-steps = 100 steps
figure-likelihood-again = From the beginning
figure-likelihood-counts = n: counted
figure-likelihood-expected = n·p: expected
figure-likelihood-term = n({ $w }, { $u }) · log p({ $w }|{ $u }) = { $n } · log { $p } = { $term }
figure-likelihood-sum = Sum: { $sum } after { $step ->
    [one] { NUMBER($step) } step
   *[other] { NUMBER($step) } steps
  } (all p equal: { $uniform }; bound: { $bound })
figure-likelihood-part = Sum over the pairs shown: { $sum } after { $step ->
    [one] { NUMBER($step) } step
   *[other] { NUMBER($step) } steps
  } of the lab’s training
figure-likelihood-own = The figure itself learns here: one matrix x with 3 numbers a word, by gradient ascent. Train the lab and it shows the lab’s.
figure-likelihood-table = Counts and probabilities as a table
