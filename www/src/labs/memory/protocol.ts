/**
 * The messages between the memory lab's page and its worker.
 *
 * Generated from crates/web/src/memory/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web memory
 */
import type { Backend, CellKind, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type { CellKind };

export type TaskKind = "copy" | "adding" | "order" | "dyck" | "timing";

export type Updates = "adam" | "sgd" | "rmsprop";

export type MemoryPanel = "settings" | "success" | "example" | "losses" | "toolbar";

export type MemoryConfig = { 
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
 * Where to compute.
 */
backend: Backend, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<MemoryPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * What is to be learned.
 */
task: TaskKind, 
/**
 * Which nets try.
 */
cells: Array<CellKind>, 
/**
 * For how long they have to remember.
 */
lags: Array<number>, 
/**
 * Nets that are passed over for now.
 */
paused: Array<CellKind>, 
/**
 * H
 */
hidden: number, 
/**
 * B
 */
batch: number, 
/**
 * Steps that each net may take.
 */
steps: number, 
/**
 * How parameters follow their gradients.
 */
optimizer: Updates, 
/**
 * η
 */
learningRate: number, 
/**
 * μ, for SGD and RMSprop.
 */
momentum: number, 
/**
 * Limit of the gradients' global norm; 0 is off.
 */
clip: number, 
/**
 * What the forget gate's bias starts at.
 */
forgetBias: number, };

export type NetState = "learning" | "paused" | "learned" | "spent" | "diverged";

export type Net = { 
/**
 * Its layer's kind.
 */
cell: CellKind, 
/**
 * How long it has to remember.
 */
lag: number, 
/**
 * Steps done.
 */
step: number, 
/**
 * The mean loss of the steps since the last word of it; null without any.
 */
loss: number | null, 
/**
 * The share of right answers in its last test; null before the first.
 */
success: number | null, 
/**
 * The loss of that test.
 */
testLoss: number | null, 
/**
 * What it does.
 */
state: NetState, };

export type Metrics = { 
/**
 * Each net, lag by lag.
 */
nets: Array<Net>, 
/**
 * Steps of any net in a second.
 */
stepsPerSecond: number, 
/**
 * Whether no net has anything to do any more.
 */
finished: boolean, };

export type Baseline = { 
/**
 * At this lag.
 */
lag: number, 
/**
 * The share of right answers.
 */
success: number, 
/**
 * Its loss.
 */
loss: number, };

export type SuccessTable = { 
/**
 * What is learned.
 */
task: TaskKind, 
/**
 * Of each lag.
 */
baselines: Array<Baseline>, 
/**
 * Each net.
 */
nets: Array<Net>, };

export type NetAnswers = { 
/**
 * Its layer's kind.
 */
cell: CellKind, 
/**
 * The likeliest classes, or numbers as they are meant.
 */
answers: Array<number>, 
/**
 * Whether each is right.
 */
right: Array<boolean>, };

export type ShownExample = { 
/**
 * What is learned.
 */
task: TaskKind, 
/**
 * At this lag.
 */
lag: number, 
/**
 * Which of the test's examples.
 */
index: number, 
/**
 * Numbers of each step of the input.
 */
channels: number, 
/**
 * One symbol a step, or the channels of each step.
 */
inputs: Array<number>, 
/**
 * The steps after which it is asked.
 */
asked: Array<number>, 
/**
 * From this question on answers are judged.
 */
judged: number, 
/**
 * The right answers: classes, or numbers as they are meant (of a delay its steps).
 */
wanted: Array<number>, 
/**
 * What each net says.
 */
nets: Array<NetAnswers>, };

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
 * The layer's kind.
 */
cell: CellKind, 
/**
 * The net's lag.
 */
lag: number, 
/**
 * Which of the test's examples it reads.
 */
index: number, 
/**
 * The step of it.
 */
t: number, };

export type Answer = SuccessTable | ShownExample | CellLook;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: MemoryConfig, 
/**
 * Where the nets are computed.
 */
device: DeviceInfo, 
/**
 * Whether all nets started anew.
 */
rebuilt: boolean, } | { "type": "trained", 
/**
 * Rounds done since the start.
 */
step: number, 
/**
 * The mean of the nets' last losses.
 */
loss: number, 
/**
 * Each net.
 */
metrics: Metrics, } | { "type": "done" } | { "type": "checkpoint", 
/**
 * Rounds done.
 */
step: number, } | { "type": "restored", 
/**
 * Rounds done.
 */
step: number, } | { "type": "tensors", 
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
 * What was asked for.
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
 * Rounds since the start.
 */
step: number, 
/**
 * The mean of the nets' last losses.
 */
loss: number, 
/**
 * Each net.
 */
metrics: Metrics, } | { "type": "begun", 
/**
 * What they learn.
 */
task: TaskKind, 
/**
 * What can be had without memory, of each lag.
 */
baselines: Array<Baseline>, 
/**
 * Each net.
 */
nets: Array<Net>, 
/**
 * Rounds done.
 */
step: number, 
/**
 * Whether that was not asked for: their GPU was lost.
 */
unasked: boolean, } | { "type": "checkpoint", 
/**
 * Rounds done.
 */
step: number, } | { "type": "diverged", 
/**
 * What is known of it.
 */
failure: Failure, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
