# What a lab saves and opens. The same keys as export.ru.ftl.

save-title = Save and open
save-close = Close
save-busy = One moment …
save-saved = Saved: { $file }, { $size } kB.
save-opened = Opened: { $file }.
save-goOn = To go on later, or elsewhere
save-model = The model
save-numbers = The numbers
save-figures = The figures
save-figures-hint = As they are now, with their colours. SVG stays sharp at any size, PNG goes anywhere.
save-figure = Figure { $number }
save-open = Open

save-kind-session = Session
save-kind-session-hint = Settings, weights, what the optimiser remembers, curves. Opened on another machine, the run goes on from here; on the CPU, to the bit.
save-kind-weights = Weights
save-kind-weights-hint = safetensors with PyTorch’s names and layouts; the script reads it.
save-kind-script = PyTorch script
save-kind-script-hint = Rebuilds the model in PyTorch, checks it against this page, and trains on.
save-kind-onnx = ONNX
save-kind-onnx-hint = The model with its weights in one file, for onnxruntime and other engines.
save-kind-architecture = Architecture
save-kind-architecture-hint = Every layer with its shape, parameters and operations, as JSON.
save-kind-word2vec = word2vec’s text format
save-kind-word2vec-hint = A word and its vector a line, as gensim and others read it.
save-kind-vectors = Vectors as a table
save-kind-vectors-hint = For the Embedding Projector: one vector a row …
save-kind-metadata = Words as a table
save-kind-metadata-hint = … and the words and counts that belong to the rows.
save-kind-metrics = Metrics
save-kind-metrics-hint = What was measured step by step, as CSV; the first line names the columns.
save-kind-scores = Scores
save-kind-scores-hint = The errors of every model by horizon, as CSV.
save-kind-forecasts = Forecasts
save-kind-forecasts-hint = What every model said from every origin of the test part, as CSV.

save-open-session = A session
save-open-session-hint = Takes over its settings and goes on where it stood. If it does not fit, what is here stays.
save-open-weights = Weights
save-open-weights-hint = A file saved here, or by the PyTorch script with --save. The run begins anew at step 0 with these weights; if they do not fit, what is here stays.

failure-bad-session = This is no session of Nabla: { $reason ->
    [cut] it is cut off
    [large] it has more tensors than any session
    [header] its beginning cannot be read
    [tensors] its tensors are not as they are said to be
   *[silent] it does not say of which lab and settings
}. Choose a file that was saved here as a session; what is here stays.
failure-session-newer = This session was saved by a newer version of Nabla.
failure-session-too-large = This run is too large for a session: it has { $tensors } tensors.
failure-session-of-lab = This is a session of another lab: { $lab }. Open it there.
failure-session-data = This session learned from “{ $name }”, and that is not the text that is here. Load it first, then the session.
failure-weights-format = This is no file of weights that can be read: { $reason ->
    [cut] it is cut off
    [header] its header is longer than any model here needs
    [tensors] it has more tensors than any model here
   *[broken] it is damaged, or no .safetensors file
}. What is here stays.
failure-weights-missing = The file does not fit this model: it has no tensor { $name }.
failure-weights-shape = The file does not fit this model: { $name } has the shape [{ $found }], and would need [{ $needed }].
failure-weights-unknown = The file does not fit this model, which has no tensor { $name }.
failure-weights-kind = { $name } is not made of F32, F16 or BF16 numbers.
failure-weights-not-finite = { $name } has a number that is not finite.
failure-weights-negative = { $name } has a negative number, which no variance is.
failure-weights-vocabulary = The file’s model was learned from another text: its vocabulary differs.
failure-weights-classes = The file’s network tells other classes apart.
