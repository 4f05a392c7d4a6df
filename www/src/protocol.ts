/**
 * The messages between the page and its worker.
 *
 * Generated from crates/web/src/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web protocol
 */

export type Lab = "char-rnn" | "memory" | "bptt" | "forecast" | "word2vec" | "text-cnn" | "vision" | "features";

export type Backend = "auto" | "webgpu" | "cpu";

export type Math = "exact" | "fast";

export type OptimizerKind = "adam" | "sgd";

export type Lang = "en" | "ru";

export type Panel = "settings" | "samples" | "reading" | "chart" | "about" | "toolbar" | "inside" | "cell" | "gates" | "weights" | "compare";

export type Corpus = "shakespeare" | "kjv" | "austen" | "milton" | "web" | "own";

export type CellKind = "rnn" | "lstm" | "lstm-peepholes" | "gru";

export type Input = "embedding" | "onehot";

export type Config = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of initialisation and sampling.
 */
seed: number, 
/**
 * Where to compute.
 */
backend: Backend, 
/**
 * Exact: the same numbers on every CPU.
 */
math: Math, 
/**
 * How parameters follow their gradients.
 */
optimizer: OptimizerKind, 
/**
 * η.
 */
learningRate: number, 
/**
 * μ, for SGD.
 */
momentum: number, 
/**
 * B: rows of a batch.
 */
batch: number, 
/**
 * Limit of the gradients' global norm; 0 is off.
 */
clip: number, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<Panel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * Which text.
 */
corpus: Corpus, 
/**
 * What the recurrent layers are.
 */
cell: CellKind, 
/**
 * How a character enters the network.
 */
input: Input, 
/**
 * D: numbers in a character's embedding.
 */
embedding: number, 
/**
 * H: units of a recurrent layer.
 */
hidden: number, 
/**
 * Recurrent layers.
 */
layers: number, 
/**
 * T: characters through which a gradient flows back.
 */
sequence: number, 
/**
 * What the forget gate's bias starts at, in an LSTM.
 */
forgetBias: number, 
/**
 * Of sampling; 0 always takes the likeliest character.
 */
temperature: number, };

export type Command = { "type": "configure", 
/**
 * Some or all of the settings.
 */
config: Record<string, unknown>, } | { "type": "loadText", 
/**
 * What the page calls it.
 */
name: string, } | { "type": "train", 
/**
 * How many.
 */
steps: number, } | { "type": "start" } | { "type": "pause" } | { "type": "reset" } | { "type": "tensors" } | { "type": "inspect", 
/**
 * One of the names.
 */
name: string, } | { "type": "query", 
/**
 * "generate", "gates" or "cell".
 */
kind: string, 
/**
 * Its arguments.
 */
args: Record<string, unknown>, } | { "type": "export", 
/**
 * "weights", "script", "onnx" or "metrics".
 */
kind: string, } | { "type": "checkpoint" } | { "type": "restore" } | { "type": "goBack" } | { "type": "import" } | { "type": "recall", 
/**
 * One of each model; what is none is not used.
 */
timings: Array<Timing>, };

export type Request = { 
/**
 * Chosen by the page.
 */
id: number, 
/**
 * Which of several runs, counted from 0, where a worker has more than one.
 */
lane?: number, 
/**
 * What to do.
 */
command: Command, };

export type Written = { 
/**
 * The characters.
 */
text: string, 
/**
 * How much each surprised the model: −log₂ p.
 */
bits: Array<number>, };

export type Inside = { 
/**
 * The text as the model reads it.
 */
characters: Array<string>, 
/**
 * Which layer, from 1.
 */
layer: number, 
/**
 * Of the arrays.
 */
names: Array<string>, 
/**
 * Of every array: `[T,H]` of gates, `[H]` of a cell, whose x has a length of its own.
 */
shape: Array<number>, };

export type TextLoaded = { 
/**
 * What the page calls it.
 */
name: string, 
/**
 * Its length.
 */
characters: number, 
/**
 * Its different characters, sorted.
 */
vocabulary: Array<string>, 
/**
 * Characters that are trained on.
 */
train: number, 
/**
 * Characters held back.
 */
validation: number, 
/**
 * Characters taken for "�" because their kind is too rare.
 */
replaced: number, };

export type Metrics = { 
/**
 * The loss in bits.
 */
bitsPerCharacter: number, 
/**
 * On text that was not trained on, when just measured.
 */
validationBitsPerCharacter: number | null, 
/**
 * Of the last step, before clipping.
 */
gradientNorm: number, 
/**
 * Speed of training.
 */
charactersPerSecond: number, 
/**
 * How often the training text was read.
 */
epoch: number, };

export type BackendKind = "webgpu" | "cpu";

export type Reason = "requested" | "trying" | "hardware-gpu" | "software-gpu" | "faster" | "no-webgpu" | "probe-failed" | "device-lost" | "out-of-memory" | "buffer-too-large" | "gpu-error" | "small-model";

export type DeviceInfo = { 
/**
 * Where.
 */
backend: BackendKind, 
/**
 * The GPU's name, if it is one or if one was tried.
 */
adapter: string | null, 
/**
 * Why.
 */
reason: Reason, 
/**
 * What the system said, in English; may be empty.
 */
detail: string, 
/**
 * How fast both are, if that is why.
 */
timing: Timing | null, 
/**
 * What was too much, if that is why.
 */
shortage: Shortage | null, };

export type Timing = { 
/**
 * Which model, and the shape of its batch.
 */
model: string, 
/**
 * The GPU's name.
 */
adapter: string, 
/**
 * On the processor.
 */
cpuMs: number, 
/**
 * On the GPU.
 */
webgpuMs: number, };

export type Shortage = { 
/**
 * What was asked for, in MiB.
 */
askedMb: number, 
/**
 * What was held already, or is allowed.
 */
limitMb: number, };

export type TensorInfo = { 
/**
 * To ask for it with.
 */
name: string, 
/**
 * Its sizes, outermost first.
 */
shape: Array<number>, 
/**
 * "parameter", "activation" or "gradient".
 */
kind: 'parameter' | 'activation' | 'gradient', };

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: Config, 
/**
 * Where the run is computed.
 */
device: DeviceInfo, 
/**
 * Whether the model started anew.
 */
rebuilt: boolean, } | { "type": "textLoaded" } & TextLoaded | { "type": "trained", 
/**
 * Steps done since the start.
 */
step: number, 
/**
 * Of the last step, in nats per character.
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
 * What the model wrote.
 */
answer: Written, } | { "type": "inside", 
/**
 * What they are.
 */
answer: Inside, } | { "type": "file", 
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

export type RunState = "idle" | "training" | "paused";

export type Failure = { 
/**
 * For programs and translations.
 */
code: string, 
/**
 * The setting or argument that is wrong.
 */
field: string | null, 
/**
 * For a person, in English.
 */
message: string, 
/**
 * What the message is made of.
 */
args: Record<string, string | number>, };

export type Life = { "type": "ready" } | { "type": "heartbeat" } | { "type": "busy", 
/**
 * From now on.
 */
milliseconds: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };

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
device: DeviceInfo, } | { "type": "model", 
/**
 * Numbers that are trained.
 */
parameters: number, 
/**
 * What a run of it takes, about.
 */
megabytes: number, } | { "type": "state", 
/**
 * Now.
 */
state: RunState, } | { "type": "progress", 
/**
 * So many since the start.
 */
step: number, 
/**
 * Mean since the last progress, in nats per character.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "reading" } & Written | { "type": "sample", 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * The characters.
 */
text: string, 
/**
 * They were drawn with.
 */
temperature: number, 
/**
 * How much each surprised the model: −log₂ p.
 */
bits: Array<number>, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };

export type LaneEvent = { 
/**
 * Which, counted from 0.
 */
lane: number, 
/**
 * How long it has computed since it was given its text; the time of the others does not count.
 */
seconds: number, 
/**
 * What it says.
 */
event: Event, };

/** What travels from the page: a request, and a file beside it. */
export type WorkerRequest = Request & { bytes?: ArrayBuffer };

/** What travels to the page: an answer or an event, and numbers or a file beside it. `R` and `E` are a lab's own. */
export type WorkerMessage<R = Reply, E = Event> =
  | { type: 'reply'; id: number; reply?: R; failure?: Failure; arrays?: Float32Array[]; bytes?: Uint8Array }
  | { type: 'event'; event: E | Life; arrays?: Float32Array[]; bytes?: Uint8Array };
