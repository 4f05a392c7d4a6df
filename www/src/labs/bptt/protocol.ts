/**
 * The messages between the page of the lab about back-propagation and its worker.
 *
 * Generated from crates/web/src/bptt/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web bptt
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type CellKind = "rnn" | "lstm" | "lstm-peepholes" | "gru";

export type Activation = "tanh" | "relu" | "linear";

export type Updates = "adam" | "sgd" | "rmsprop";

export type BpttPart = "ladder" | "unrolled" | "truncation";

export type BpttPanel = "settings" | "presets" | "toolbar" | "parts" | "net" | "matrices" | "terms" | "products" | "cell";

export type BpttConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of initialisation and examples.
 */
seed: number, 
/**
 * Where the ladder is computed; the unrolled nets are always on the processor.
 */
backend: Backend, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<BpttPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * What is trained and shown.
 */
part: BpttPart, 
/**
 * Nets of the ladder that are passed over.
 */
paused: Array<CellKind>, 
/**
 * T of the ladder.
 */
sequence: number, 
/**
 * H of the ladder.
 */
hidden: number, 
/**
 * B of the ladder.
 */
batch: number, 
/**
 * φ of the simple net.
 */
activation: Activation, 
/**
 * What W, orthogonal, is multiplied with at the start.
 */
spectralRadius: number, 
/**
 * What the forget gates' biases start at.
 */
forgetBias: number, 
/**
 * How parameters follow their gradients.
 */
optimizer: Updates, 
/**
 * η
 */
learningRate: number, 
/**
 * Limit of the gradients' global norm; 0 is off.
 */
clip: number, 
/**
 * The kind that is looked into, or whose gradient is truncated.
 */
cell: CellKind, 
/**
 * Truncation: how many steps back the symbol lies that is asked for, at most T − 1.
 */
gap: number, 
/**
 * Truncation: how long each net is trained, in seconds.
 */
seconds: number, 
/**
 * The sentence that is unrolled.
 */
text: string, };

export type NetState = "learning" | "paused" | "diverged";

export type Net = { 
/**
 * Its layer's kind.
 */
cell: CellKind, 
/**
 * Steps done.
 */
step: number, 
/**
 * Of the last step; null if it is no number.
 */
loss: number | null, 
/**
 * Of all its gradients together, before clipping; null if it is no number.
 */
gradientNorm: number | null, 
/**
 * ‖∂L/∂sₖ‖ by distance t−k, from 0.
 */
norms: Array<number>, 
/**
 * By how much they grow with a step back, a factor; null where they are 0 or no numbers.
 */
growth: number | null, 
/**
 * What it does.
 */
state: NetState, };

export type Metrics = { 
/**
 * Each net.
 */
nets: Array<Net>, 
/**
 * Rounds, or steps of the unrolled net, in a second.
 */
stepsPerSecond: number, };

export type StepNorms = { 
/**
 * ‖∂Lₜ/∂sₖ‖
 */
gradient: number, 
/**
 * ‖∂sₖ/∂sₖ₋₁‖, Frobenius.
 */
factor: number, 
/**
 * Its largest singular value.
 */
factorSigma: number, 
/**
 * ‖∏‖, Frobenius.
 */
product: number, 
/**
 * Its largest singular value.
 */
productSigma: number, 
/**
 * ‖term k‖
 */
term: number, 
/**
 * ‖Σ‖ of the terms from k to t.
 */
partial: number, };

export type Gradients = { 
/**
 * The step of the loss, from 0.
 */
t: number, 
/**
 * The step of the state.
 */
k: number, 
/**
 * The kind of the net.
 */
cell: CellKind, 
/**
 * H
 */
hidden: number, 
/**
 * Rows of the matrices: H, or 2H of an LSTM, whose state is (C, h).
 */
size: number, 
/**
 * Columns of the term, G·H.
 */
columns: number, 
/**
 * The sentence; its last character is only predicted.
 */
characters: Array<string>, 
/**
 * Lₜ of every step.
 */
losses: Array<number>, 
/**
 * Steps of training that the net has had.
 */
trained: number, 
/**
 * ‖Σ‖ of the terms from k to t.
 */
partial: number, 
/**
 * ‖Σ‖ of all terms.
 */
total: number, 
/**
 * Each state, from step 0 to t.
 */
steps: Array<StepNorms>, };

export type Products = { 
/**
 * The step of the loss, from 0.
 */
t: number, 
/**
 * Steps of training that each net has had.
 */
trained: number, 
/**
 * Each net.
 */
nets: Array<NetProducts>, };

export type NetProducts = { 
/**
 * Its kind.
 */
cell: CellKind, 
/**
 * The numbers of its state.
 */
size: number, 
/**
 * Lₜ
 */
loss: number, 
/**
 * Each state, from step 0 to t.
 */
steps: Array<StepNorms>, };

export type CellLook = { 
/**
 * What the arrays are, in their order: see `crates/models/src/inside.rs`.
 */
names: Array<string>, 
/**
 * H
 */
shape: Array<number>, 
/**
 * The net's kind.
 */
cell: CellKind, 
/**
 * The step of the sentence.
 */
t: number, };

export type Checked = { 
/**
 * The step of the loss.
 */
t: number, 
/**
 * The first state that counts in a truncated sum.
 */
k: number, 
/**
 * ‖Σ‖ of the terms from k to t.
 */
partial: number, 
/**
 * ‖∂Lₜ/∂W‖ as a tape has it on which only these steps are.
 */
partialTape: number, 
/**
 * ‖Σ − tape‖ / ‖tape‖ of these.
 */
partialError: number, 
/**
 * ‖Σₖ‖
 */
sum: number, 
/**
 * ‖∂Lₜ/∂W‖ as the tape has it.
 */
tape: number, 
/**
 * The same by central differences.
 */
differences: number, 
/**
 * ‖Σₖ − tape‖ / ‖tape‖
 */
tapeError: number, 
/**
 * ‖Σₖ − differences‖ / ‖differences‖
 */
differencesError: number, };

export type Cost = { 
/**
 * n
 */
counted: number, 
/**
 * The angle to the full gradient of all parameters, in degrees; null if one of them is zero.
 */
angle: number | null, 
/**
 * ‖difference‖ / ‖full gradient‖
 */
error: number | null, 
/**
 * The angle, of Wh alone.
 */
recurrentAngle: number | null, 
/**
 * The error, of Wh alone.
 */
recurrentError: number | null, 
/**
 * A pass there and back: the mean of as many in a row as `passes` says.
 */
milliseconds: number, 
/**
 * So many that they took at least 20 ms.
 */
passes: number, 
/**
 * What the tape keeps for the way back.
 */
tapeBytes: number, };

export type Course = { 
/**
 * n
 */
counted: number, 
/**
 * Steps done.
 */
step: number, 
/**
 * What they took.
 */
seconds: number, 
/**
 * The last loss on the test; null before the first, or if it is no number.
 */
loss: number | null, 
/**
 * All of them: seconds, loss.
 */
losses: Array<[number, number]>, 
/**
 * Whether it has stopped because its loss is no number.
 */
hasDiverged: boolean, };

export type Truncated = { 
/**
 * The kind of the net.
 */
cell: CellKind, 
/**
 * T
 */
sequence: number, 
/**
 * How many steps before the last the asked symbol lies.
 */
gap: number, 
/**
 * The time that each training has, in seconds.
 */
seconds: number, 
/**
 * After how many steps of the full training the gradients were measured; null before all have been.
 */
measuredAt: number | null, 
/**
 * By n.
 */
costs: Array<Cost>, 
/**
 * By n; the last one has the full gradient.
 */
courses: Array<Course>, };

export type Answer = Metrics | Gradients | Products | CellLook | Checked | Truncated;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: BpttConfig, 
/**
 * Where the ladder is computed.
 */
device: DeviceInfo, 
/**
 * Whether all nets started anew.
 */
rebuilt: boolean, } | { "type": "trained", 
/**
 * Steps done since the start: rounds of the ladder or of truncated trainings, or steps of the unrolled net.
 */
step: number, 
/**
 * The mean of the last losses.
 */
loss: number, 
/**
 * Each net.
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
 * What was asked for; matrices are in `arrays`.
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
 * Steps done of what the part shows.
 */
step: number, } | { "type": "restored", 
/**
 * They go on from here.
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
state: RunState, } | { "type": "progress", 
/**
 * So many since the start.
 */
step: number, 
/**
 * The mean of the last losses.
 */
loss: number, 
/**
 * Each net.
 */
metrics: Metrics, } | { "type": "back", 
/**
 * At this step.
 */
step: number, } | { "type": "checkpoint", 
/**
 * Steps done of what the part shows.
 */
step: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
