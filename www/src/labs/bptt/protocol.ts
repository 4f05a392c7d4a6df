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

export type BpttPart = "ladder" | "unrolled";

export type BpttPanel = "settings" | "presets";

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
 * Where the ladder is computed; the unrolled net is always on the processor.
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
 * The kind that is unrolled.
 */
cell: CellKind, 
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
term: number, };

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

export type Checked = { 
/**
 * The step of the loss.
 */
t: number, 
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

export type Answer = Metrics | Gradients | Checked;

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
 * Steps done since the start: rounds of the ladder, or steps of the unrolled net.
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
mime: string, };

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
metrics: Metrics, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
