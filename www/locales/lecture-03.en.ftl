# The lecture's chapter 03-recurrence: what experiments found, and what figures say.

found-learns = Before: “{ $before }”. After { $steps } steps: “{ $after }”. The loss fell from { $first } to { $last } nats a character.
found-context-fades = After { $steps } steps of training: after “{ $one }” and “{ $other }” the states were { $first } % of their length apart at the first character of the common end, and { $last } % at its last, { $count } characters on. The past fades.
found-context-stays = After { $steps } steps of training: after “{ $one }” and “{ $other }” the states were { $first } % of their length apart at the first character of the common end, and still { $last } % at its last, { $count } characters on. The state still tells the two texts apart.
found-shared = Through { $short } and through { $long } steps: { NUMBER($parameters) } parameters both times. A training step took { $ms } ms and { $msLong } ms, { $times } times as long: every step in time costs the same work again.
found-shared-differ = Through { $short } steps { NUMBER($parameters) } parameters, through { $long } steps { NUMBER($parametersLong) }; a training step took { $ms } ms and { $msLong } ms ({ $times } times as long).
found-falls-even = The sum over { $count } steps fell from { $first } to { $last } nats in { $steps } steps of training. The first { $quarter } steps cost { $early } nats each, the last { $quarter } { $late }: all profit alike, for the state is carried over from the text before.
found-falls-late = The sum over { $count } steps fell from { $first } to { $last } nats in { $steps } steps of training. The first { $quarter } steps still cost { $early } nats each, the last { $quarter } only { $late }: those have seen more of the text.
found-where-begins = After { $steps } steps a letter that begins a word cost { $first } nats on average ({ $begins } letters), one inside a word { $inner } nats ({ $within } letters): which word comes next is the harder question.
found-where-within = After { $steps } steps a letter that begins a word cost { $first } nats on average ({ $begins } letters), one inside a word { $inner } nats ({ $within } letters): so far the network knows words no better than their beginnings.

fig-table = The same numbers as a table
fig-rnn = A recurrent network, folded and unrolled
fig-rnn-view = View
fig-rnn-folded = Folded
fig-rnn-unrolled = Unrolled
fig-rnn-step = Step
fig-rnn-label-folded = The network as one block: input, state with a loop through W, output
fig-rnn-label-unrolled = The network unrolled in time: inputs below, states in the middle, outputs above
fig-rnn-vectors = The first numbers of each vector at t = { $t }
fig-rnn-unit = unit
fig-rnn-before = Point at a step: what is lit is the way by which everything read so far reaches this output. With the lab below open, states show their live numbers.
fig-rnn-live = Live from the lab: bars in the circles are the first units of the state, up for positive and down for negative; the table has the lit step in the equation’s own terms.

fig-losses = The loss of every step, and their sum
fig-losses-sum = ∑ L for t = 0 … { $last }: { $sum } nats, { $mean } a step
fig-losses-axis = L, nats
fig-losses-desc = One bar a character: minus the logarithm of the probability that the network gave it.
fig-losses-one = t = { $t }, “{ $character }”: { $loss } nats
fig-losses-character = Character
fig-losses-before = Before any training each of { $kinds } characters is about as likely as any other, so every step costs ln { $kinds }. Train the lab, and the bars are its own.
fig-losses-live = What the lab has just read. Point at a bar, or use the arrow keys: the sum counts up to there.
