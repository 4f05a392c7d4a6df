# Nabla's interface in English. The same keys as ru.ftl (checked by locales/check.mjs).

## Page around the lab

site-tagline = Deep learning you can see, in your browser
site-title-char-rnn = A network learns to write, one character at a time
site-lead-char-rnn = An LSTM reads a text, guesses each next character and corrects itself, all in this page, on your own machine.
site-labs = Labs
site-char-rnn = Writing
site-features = Features
site-vision = Images
site-text-cnn = Sentences
site-bptt = Gradients through time
site-memory = Memory
site-forecast = Forecasting
site-word2vec = Words as vectors
site-share = Share
site-language = Language
site-theme = Theme
site-theme-system = As the system
site-theme-light = Light
site-theme-dark = Dark
site-skip = Skip to the lab
site-about = Nabla is free software: Rust compiled to WebAssembly, on WebGPU or on the CPU. This page loads nothing from other sites.
site-bench = How fast is this machine?

## Running

lab-name = Character-level { $cell }
train = Train
pause = Pause
step = Step
reset = Reset
save = Save…
retry = Retry
dismiss = Dismiss
train-hint = Train: read on and correct the weights until paused.
step-hint = One step: one batch forward, one correction of the weights.
reset-hint = Back to step 0 with the same seed: the same run again.

stat-step = Step
stat-speed = Speed
stat-epoch = Text read
unit-speed = char/s
unit-epoch = times
unit-bits = bits/char

status-loading = Loading the worker …
status-slow = Still loading the worker: the connection is slow, or broken …
status-text = Loading the text … { $percent } %
status-compiling = Compiling shaders { $done } of { $total } …
status-ready = Ready. Press Train.
status-training = Training
status-first = The first steps are being computed …
status-paused = Paused at step { $step }
status-restarting = Starting a new worker …
status-started-again = { $field }: started again from step 0
status-stopped = Stopped

reason-cpu-requested = Runs on the CPU, as set.
reason-cpu-trying = Runs on the CPU while a GPU is looked for.
reason-cpu-hardware-gpu = Runs on the CPU so far; the first steps will show whether the GPU is faster ({ $adapter }).
reason-cpu-software-gpu = Runs on the CPU: this browser’s WebGPU is itself emulated on the processor ({ $adapter }).
reason-cpu-compiling = Runs on the CPU while WebGPU gets ready: shader { $done } of { $total }.
reason-cpu-faster = Runs on the CPU: { $cpu } ms a step. WebGPU: { $webgpu } ms ({ $adapter }).
reason-cpu-no-webgpu = Runs on the CPU: this browser offers no WebGPU.
reason-cpu-probe-failed = Runs on the CPU: WebGPU is there, but a trial computation on it failed, or took too long.
reason-cpu-device-lost = Runs on the CPU: the browser took the GPU away.
reason-cpu-out-of-memory = Runs on the CPU: the GPU could not give { $asked } MB more beside { $limit } MB.
reason-cpu-buffer-too-large = Runs on the CPU: the model needs { $asked } MB in one piece, and WebGPU allows { $limit } MB.
reason-cpu-gpu-error = Runs on the CPU: the GPU reported an error.
reason-cpu-other = Runs on the CPU.
reason-webgpu-requested = Runs on WebGPU, as set ({ $adapter }).
reason-webgpu-faster = Runs on WebGPU: { $webgpu } ms a step ({ $adapter }). CPU: { $cpu } ms.
reason-webgpu-device-lost = Runs on a new GPU device ({ $adapter }): the browser took the last one away.
reason-webgpu-other = Runs on WebGPU ({ $adapter }).
reason-waiting = GPU or CPU? Decided when the worker has started.

notice-restarted = The worker stopped at step { $lost }; continued from step { $from }. { $again ->
        [yes] The steps between are taken again; nothing else is lost.
       *[no] Nothing is lost.
    }
notice-without-gpu = The worker broke down several times within a minute; the run goes on on the CPU.
notice-gpu-lost =
    { $reason ->
        [out-of-memory] The GPU could not give { $asked } MB more beside { $limit } MB:
        [buffer-too-large] The model needs { $asked } MB in one piece, and WebGPU allows { $limit } MB:
        [gpu-error] The GPU reported an error:
       *[device-lost] The browser took the GPU away:
    } { $how ->
        [on] training stopped at step { $lost } and goes on from step { $from }
        [part] only the training under way begins again,
       *[anew] training has started again
    } { $place ->
        [webgpu] on a new GPU device.
       *[cpu] on the CPU.
    }
notice-begun-anew = The saved state could not be used: training begins anew at step 0.

## Reads

reads = Reads
reads-lead = The taller the bar, the more the character surprised the model before it saw it.
reads-empty = Press Train: the text being read appears here, each character with the model’s surprise.
reads-mean = { $bits } bits on average here
surprise-legend = Surprise, bits
surprise-low = certain
surprise-high = 1 in { $odds } or rarer
cell-title = “{ $character }”: { $bits } bits, p = { $p }
character-space = space
character-newline = line break

## Learns

learns = Learns
learns-lead = The loss is the mean surprise. Validation is on text it never trains on.
loss-training = Training
loss-validation = Validation
loss-previous = Previous run
loss-at = step { $step }
loss-choice = As unsure as between { $now } equally likely characters; knowing nothing, between { $all }.
loss-empty = Press Train: the model starts knowing nothing, so every one of the { $all } characters is equally likely: { $bits } bits each.
loss-empty-short = Press Train: the model starts knowing nothing.
chart-step = step
chart-bits = bits per character
chart-uniform = knows nothing: log₂ { $count } = { $bits }
chart-label = Loss in bits per character by step.
chart-label-now = Loss in bits per character by step. At step { $step }: training { $train }, validation { $validation }.
chart-log = Steps on a logarithmic scale
chart-save = Save the chart (SVG)
table-open = The same numbers as a table
table-caption = Loss in bits per character
table-empty = No step has been trained yet.

## Writes

writes = Writes
writes-lead = The model’s own text: each character drawn from its prediction, then fed back as the next input.
writes-empty = Press Train: first letters at random, then spaces in the right places, words, lines.
sample-step = Step { $step }
sample-temperature = temperature { $temperature }
sample-bits = { $bits } bits/char
writes-colour = Colour by surprise
writes-older = Earlier
prompt = Your beginning
prompt-placeholder = To be, or
prompt-write = Write
prompt-busy = Writing …
prompt-result = From your beginning
prompt-hint = The model reads your words first, then goes on.

## Settings

settings = Settings
settings-undo = Back to { $value }: { $name }
settings-undo-all = All to defaults
setting-exact = { $name }, exact value
setting-locked = Fixed by the author of this page.

group-text = Text
group-network = Network
group-optimizer = Optimiser
group-run = Batches and device
group-network-effect = A change here starts the run again from step 0.
model-size = { $parameters } parameters; training takes about { $megabytes } MB of memory.
group-optimizer-effect = Changes apply at once; only another optimiser starts again from step 0.
group-run-effect = A change here starts again from step 0; only the device can change in mid-run.
corpus-effect = Another text starts again from step 0.
group-network-now = { $cell }, { $layers ->
    [one] { $layers } layer of { $hidden } units
   *[other] { $layers } layers of { $hidden } units
}
group-optimizer-now = { $optimizer }, rate { $rate }
group-run-now = { $batch } × { $sequence } characters

setting-corpus = Text
hint-corpus = What the model reads; the end of it is kept aside for validation.
corpus-own = My own text
corpus-size = { $characters } characters of { $kinds } kinds: { $train } to train on, { $validation } for validation.
corpus-replaced = { $replaced } rare characters were read as “�”: the vocabulary holds the 1,024 most frequent.
corpus-origin = Origin: { $origin }
corpus-licence = Licence: { $licence }
corpus-licence-file = full text
own-open = Use a text of my own
own-paste = Paste a text
own-use = Use this text
own-file = Choose a file
own-limit = UTF-8, up to 20 MB. It stays on this machine.
own-pasted = pasted text

setting-cell = Cell
hint-cell = RNN: a state and no gates. LSTM: gates guard a state C. Peepholes: the gates see C, too. GRU: two gates, no C.
option-rnn = RNN
option-lstm = LSTM
option-lstm-peepholes = Peephole LSTM
option-gru = GRU
setting-hidden = Hidden size
hint-hidden = H, the length of h (and of C). Weights grow with H².
setting-layers = Layers
hint-layers = Layers on top of each other; each reads the h of the one below.
setting-input = Input
hint-input = x is a learned vector per character, or a one-hot vector of length V.
option-embedding = embedding
option-onehot = one-hot
setting-embedding = Embedding size
hint-embedding = D, the length of the learned vector of a character.
setting-forgetBias = Forget-gate bias
hint-forgetBias = Bias of the forget gate at the start. At 1 it begins 73 % open, and the state is kept.

setting-optimizer = Optimiser
hint-optimizer = How a gradient becomes a step of the weights.
option-adam = Adam
option-sgd = SGD
setting-learningRate = Learning rate
hint-learningRate = η, the length of a step along the gradient. Too large and the loss jumps.
setting-momentum = Momentum
hint-momentum = Share of the last step that is kept in the next.
setting-clip = Gradient clip
hint-clip = A gradient with a longer norm is shortened to it. 0 is off.
now-norm = Norm now: { $norm }

setting-sequence = Sequence length
hint-sequence = T, the characters that gradients flow back through; h and C are carried on.
setting-batch = Batch
hint-batch = B, stretches of text read side by side; one step averages their gradients.
setting-seed = Seed
hint-seed = Fixes the first weights and the sampling: same seed, same run.
setting-backend = Device
hint-backend = Where the sums are done. Weights move along; the run goes on.
when-hidden = When this tab is hidden
when-hidden-train = Keep training
hint-when-hidden = Kept in this browser, for every lab. A run that paused with its tab goes on when you come back.
option-auto = auto
option-webgpu = WebGPU
option-cpu = CPU
setting-temperature = Temperature
hint-temperature = Divides the logits before softmax. 0: always the likeliest; 1: the model’s own odds; above: bolder.
setting-math = Arithmetic
setting-lang = Language
setting-hide = Hidden panels
setting-lock = Locked settings

## What is being trained

compare = Compare cells
about = Look inside
about-now = { $total } weights: every unit at every character, the formulas with their numbers
compare-about = RNN, LSTM, GRU side by side on the same text

## Failures

failure-unknown-field = There is no setting named “{ $field }”.
failure-wrong-type = { $field }: “{ $value }” is not { $expected ->
    [integer] a whole number
    [number] a number
    [list] a list with commas
   *[text] text
}.
failure-not-one-of = { $field }: “{ $value }” is not among { $allowed }.
failure-out-of-range = { $field }: { $value } is outside of { $min } to { $max }.
failure-moved-to-bound = { $field }: { $value } is outside of { $min } to { $max }; { $usable } is used.
failure-unsupported-version = These settings were made by another version of Nabla.
failure-too-large-model = { $what ->
    [parameters] This model would have { $amount } parameters; at most { $limit } are possible. Make the hidden size smaller, or take fewer layers.
    [tensor] One of this model’s tensors would take { $amount } MB; at most { $limit } MB are possible. Make the batch, the sequence or the hidden size smaller.
   *[memory] This model would take { $amount } MB of memory; at most { $limit } MB are possible. Make the batch, the sequence or the model smaller.
  }
failure-text-too-large = The text has { $have } MB; at most { $limit } MB. Cut it; the current text stays.
failure-file-too-large = The file has { $have } MB; at most { $limit } MB are read.
failure-file-unreadable = The file could not be read. It may have been moved or changed: choose it again.
failure-bad-encoding = The text is not UTF-8: line { $line }, column { $column }. Save it as UTF-8 and try again; the current text stays.
failure-text-empty = The text is empty. The current text stays.
failure-text-one-character = The text consists of one character only; there is nothing to predict. The current text stays.
failure-text-too-short = The text has { $have } characters; this batch and sequence need { $need }. Take a longer text or a smaller batch.
failure-no-text = There is no text yet.
failure-unknown-tensor = There is no tensor of this name.
failure-unknown-query = This lab does not answer this query.
failure-unknown-export = This lab cannot export this.
failure-bad-checkpoint = The saved state does not fit this model.
failure-no-webgpu = This browser offers no WebGPU. Set the device to auto or CPU.
failure-device-lost = The browser took the GPU away.
failure-diverged = The loss is no longer a number, or far worse than guessing: the steps were too large. Take a smaller learning rate, then Reset.
failure-wasm-load = { $reason ->
    [damaged] The computing part of this page arrived damaged, or is of another version than the page. Retry loads it anew; if that does not help, reload the page.
   *[missing] The computing part of this page could not be loaded. Check the connection and retry.
  }
failure-worker-lost = The worker broke down again and again, so it was not started once more.
failure-worker-stalled = The worker gave no sign of life, again and again. A smaller model may help.
failure-cannot-load = { $file } could not be loaded. Check the connection and try again; what is here stays.
failure-part-missing = A part of the page could not be loaded. Check the connection and try again; what is here stays.
failure-keep-missing = This run is not kept on this device yet: a part of the page could not be loaded. Check the connection. Training goes on, and keeping is tried again; until then the run ends with the page.
failure-unknown = Something happened that should not have: { $what }. If the page no longer answers, load it again.
failure-run-replaced = The model was started anew before this was done.
failure-busy = Steps that were asked for before are still being done.
