# The view into the cell in English, loaded with it. The same keys as inside.ru.ftl (checked by locales/check.mjs).

inside-lead = At each character the cell decides what to forget, what to take in, and what to show. These are its numbers now; they change while it learns. Every coloured quantity has this colour everywhere.
inside-sentence = A sentence to read (empty: how the text begins; ⏎ is a line end)
inside-pace = A step of training takes { $milliseconds } ms here; these numbers change after each step, at most 13 times a second, less often for large nets.
inside-label = The cell, step by step
inside-waiting = Looking inside …

inside-time = Place in the sequence, t
inside-place = t = { $t } of { $count }: { $label }
inside-back = One step back
inside-forth = One step forth
inside-next = Next formula
inside-all = Show all
inside-units = Units, of { $count }
inside-unit = Unit in place { $place }
inside-unit-number = Unit { $unit }
inside-add = + Unit
inside-remove = Remove unit { $unit }
inside-layer = Layer
inside-first = Numbers in the drawing: unit { $unit }
inside-table = All numbers of this step as a table
inside-quantity = Quantity

inside-f = Forget gate: which coordinates of the state stay
inside-i = Input gate: which coordinates take in something new
inside-candidate = Candidate: what could be taken in
inside-C = State: the old, kept in part, plus the new
inside-o = Output gate: which coordinates are shown
inside-h = Hidden state: what the next step and the layer above see
inside-s = Hidden state: the input and the last state, added and squashed
inside-gru-z = Update gate: how much of each coordinate is replaced
inside-gru-r = Reset gate: how much of the past enters the candidate
inside-gru-h = Hidden state: the old, kept in part, plus the new
inside-softmax = Prediction of the next character, and its loss in bits

inside-note-gru = The lecture writes no b in the gates of the GRU; this net has one.
inside-note-lstm-peepholes = Peepholes add a term p∗C to each of the three gates (tinted). The weights p start at zero and are learned like all others; at t = 1 there is no state yet, and p∗Cₜ₋₁ = 0.

inside-figure-lstm = The LSTM cell: the state C runs along the top; the forget gate f scales it, the input gate i adds the candidate, the output gate o lets it out as h.
inside-figure-lstm-peepholes = The LSTM cell with peepholes: besides h and x, the gates f and i see the state C before this step, and the output gate o sees the new one.
inside-figure-gru = The GRU cell: h runs along the top; the update gate z shares it between the old value and the candidate, to which the reset gate r shows a part of the past.
inside-figure-rnn = The simple recurrent net: the input x through U and the last state s through W are added and squashed.

about-parts = Where the weights are
about-part = Part
about-shape = Shape
about-count = Weights
about-embedding = Embedding
about-layer = { $cell } { $layer }
about-softmax-part = Output
about-total = Total
about-init = At the start the gates’ weights on h are orthogonal matrices, those on x are drawn by Xavier’s rule:
