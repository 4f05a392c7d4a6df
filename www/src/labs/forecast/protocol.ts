/**
 * The messages between the forecasting lab's page and its worker.
 *
 * Generated from crates/web/src/forecast/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web forecast
 */
import type { Backend, CellKind, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type { CellKind };

export type SeriesKind = "load" | "sunspots" | "sunspots-yearly" | "co2" | "elnino" | "nile" | "airpassengers" | "seattle" | "seattle-hourly" | "function" | "own";

export type WaveKind = "sine" | "sines" | "damped" | "chirp" | "mackey-glass";

export type DecimalMark = "auto" | "point" | "comma";

export type Missing = "interpolate" | "drop" | "keep";

export type Separator = "auto" | "comma" | "semicolon" | "tab" | "bar";

export type Preparation = "log" | "seasonal" | "difference" | "standardise";

export type ModelKind = "mlp" | "linear" | "rnn" | "lstm" | "lstm-peepholes" | "gru";

export type Mode = "one-to-one" | "many-to-one" | "one-to-many";

export type Updates = "adam" | "sgd" | "rmsprop";

export type ForecastPanel = "settings" | "series" | "scores" | "window" | "unrolled" | "residuals" | "toolbar" | "learning";

export type ForecastConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of initialisation, of the order of examples and of a function's noise.
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
hide: Array<ForecastPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * Which series.
 */
series: SeriesKind, 
/**
 * The column of its values; empty: the first that has numbers.
 */
column: string, 
/**
 * The column of its dates; empty: the first that has dates, if any.
 */
dateColumn: string, 
/**
 * What separates the cells of a person's own table.
 */
separator: Separator, 
/**
 * What its decimals follow.
 */
decimal: DecimalMark, 
/**
 * What is done about values that are missing.
 */
missing: Missing, 
/**
 * The function, if it is one.
 */
wave: WaveKind, 
/**
 * Its points.
 */
points: number, 
/**
 * Points of one of its periods; Mackey and Glass's delay τ.
 */
wavePeriod: number, 
/**
 * Standard deviation of the noise on it, of that of the function.
 */
noise: number, 
/**
 * m: points of a season; 0: as many as the series itself has.
 */
period: number, 
/**
 * What is done to the values before a model sees them.
 */
prepare: Array<Preparation>, 
/**
 * Where the training part ends, of the whole.
 */
trainUntil: number, 
/**
 * Where the validation part ends and the test part begins, of the whole.
 */
validateUntil: number, 
/**
 * Which models learn; baselines are always there.
 */
models: Array<ModelKind>, 
/**
 * What the recurrent ones are judged by: a net of each kind for each.
 */
modes: Array<Mode>, 
/**
 * Models that are passed over for now.
 */
paused: Array<ModelKind>, 
/**
 * Nets of each model, which differ by their seed.
 */
ensemble: number, 
/**
 * L: values that a model sees.
 */
window: number, 
/**
 * H: values that are forecast.
 */
horizon: number, 
/**
 * Hidden layers of the feed-forward net.
 */
mlpLayers: number, 
/**
 * Units of each of them.
 */
mlpHidden: number, 
/**
 * Units of a recurrent layer.
 */
hidden: number, 
/**
 * How often a true value is fed back in training, in place of the net's output: 1 always, 0 never.
 */
teacherForcing: number, 
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
 * What the forget gates' biases start at.
 */
forgetBias: number, };

export type NoteKind = "missing" | "unordered-dates" | "duplicate-dates" | "constant" | "ragged" | "broken-dates";

export type Note = { 
/**
 * Which oddity.
 */
kind: NoteKind, 
/**
 * How often.
 */
count: number, 
/**
 * The first row of the file with it, from 1.
 */
row: number, };

export type Column = { 
/**
 * Its name, or its number from 1 if it has none.
 */
name: string, 
/**
 * Cells that are numbers.
 */
numbers: number, 
/**
 * Cells that are dates.
 */
dates: number, 
/**
 * Cells that are empty or say that there is no value.
 */
missing: number, 
/**
 * Its first cells.
 */
first: Array<string>, };

export type Table = { 
/**
 * What the page calls it.
 */
name: string, 
/**
 * Rows of data.
 */
rows: number, 
/**
 * What separates cells: a comma, a semicolon, a tab or a bar.
 */
separator: string, 
/**
 * Whether decimals follow a comma.
 */
decimalComma: boolean, 
/**
 * Whether the first row names the columns.
 */
hasHeader: boolean, 
/**
 * Every column.
 */
columns: Array<Column>, 
/**
 * Which of them has the values.
 */
value: number, 
/**
 * Which of them has the dates.
 */
date: number | null, 
/**
 * What is odd about it, though it can be read.
 */
notes: Array<Note>, };

export type SeriesInfo = { 
/**
 * Which.
 */
series: SeriesKind, 
/**
 * Its name: a file's, or that of the column.
 */
name: string, 
/**
 * The values' unit, as in `MW`; may be empty.
 */
unit: string, 
/**
 * Its values, missing ones too.
 */
length: number, 
/**
 * m: points of a season.
 */
period: number, 
/**
 * Where the training part ends and the validation part begins.
 */
validateFrom: number, 
/**
 * Where the test part begins.
 */
testFrom: number, 
/**
 * Values that are missing.
 */
missing: number, 
/**
 * Origins in the test part.
 */
origins: number, 
/**
 * Rows of the training matrix.
 */
windows: number, 
/**
 * The first origin that models have enough values before.
 */
firstOrigin: number, 
/**
 * The date of the first and the last value, if there are dates.
 */
dates: [string, string] | null, 
/**
 * The mean that is taken away, and the standard deviation that is divided by; 0 and 1 if neither is.
 */
standard: [number, number], 
/**
 * The table it is from; null of a function.
 */
table: Table | null, };

export type ModelState = "learning" | "paused" | "exact" | "spent" | "diverged";

export type Model = { 
/**
 * As in `lstm.one-to-many`.
 */
id: string, 
/**
 * Of those that differ by their seed only, this one; from 0.
 */
member: number, 
/**
 * Numbers that are learned.
 */
parameters: number, 
/**
 * Steps done.
 */
step: number, 
/**
 * Seconds that it has trained for.
 */
seconds: number, 
/**
 * The mean loss of the steps since the last word of it; null without any.
 */
loss: number | null, 
/**
 * Its loss on the validation part when it was last judged; null before.
 */
validation: number | null, 
/**
 * The step with the lowest such loss: its weights forecast.
 */
bestStep: number, 
/**
 * What it does.
 */
state: ModelState, };

export type Metrics = { 
/**
 * Each model but the baselines.
 */
models: Array<Model>, 
/**
 * Steps of any net in a second.
 */
stepsPerSecond: number, 
/**
 * Whether no net has anything to do any more.
 */
finished: boolean, };

export type ShownSeries = { 
/**
 * Where each stretch begins, in points of the whole series.
 */
positions: Array<number>, 
/**
 * Points of a stretch; 1: nothing is left out.
 */
stretch: number, 
/**
 * The lowest value of each; null where all are missing.
 */
low: Array<number | null>, 
/**
 * The highest value of each.
 */
high: Array<number | null>, 
/**
 * The same after preparation, as models see it.
 */
preparedLow: Array<number | null>, 
/**
 * The same after preparation.
 */
preparedHigh: Array<number | null>, 
/**
 * The date of each stretch's first value; empty without dates.
 */
dates: Array<string>, };

export type ModelForecast = { 
/**
 * Its name.
 */
model: string, 
/**
 * One a step ahead; null where it cannot say.
 */
values: Array<number | null>, };

export type Forecasts = { 
/**
 * The position of the first value that is forecast.
 */
origin: number, 
/**
 * Values that are forecast.
 */
horizon: number, 
/**
 * Their dates, as far as the series goes; empty without dates.
 */
dates: Array<string>, 
/**
 * What really followed; null where that is missing or has not come yet.
 */
actual: Array<number | null>, 
/**
 * Each model's, baselines too. Of an ensemble, the mean of its members.
 */
models: Array<ModelForecast>, };

export type Fan = { 
/**
 * The ensemble's name.
 */
model: string, 
/**
 * The position of the first value that is forecast.
 */
origin: number, 
/**
 * Each member's forecast.
 */
members: Array<Array<number | null>>, 
/**
 * The mean.
 */
mean: Array<number | null>, 
/**
 * The lowest of any member.
 */
low: Array<number | null>, 
/**
 * The highest of any member.
 */
high: Array<number | null>, };

export type Errors = { 
/**
 * Of |y − ŷ|
 */
mae: number, 
/**
 * The root of that of (y − ŷ)²
 */
rmse: number, 
/**
 * MAE by that of the seasonal naive forecast within the training part (Hyndman and Koehler 2006).
 */
mase: number, };

export type ModelScore = { 
/**
 * Its name.
 */
model: string, 
/**
 * Numbers that it has learned.
 */
parameters: number, 
/**
 * Seconds that it trained for.
 */
seconds: number, 
/**
 * The step whose weights were tried.
 */
step: number, 
/**
 * Over all horizons; null if it was not tried yet.
 */
all: Errors | null, 
/**
 * At each horizon, from 1.
 */
byHorizon: Array<Errors>, };

export type Scores = { 
/**
 * H
 */
horizon: number, 
/**
 * Origins in the test part that all models were tried from: every one, or 5000 of more at equal distances.
 */
origins: number, 
/**
 * How many origins there are in the test part.
 */
allOrigins: number, 
/**
 * The mean absolute error of the seasonal naive forecast within the training part: MASE is MAE divided by it.
 */
scale: number, 
/**
 * The period of that forecast.
 */
period: number, 
/**
 * Each model, then the baselines.
 */
models: Array<ModelScore>, };

export type Residuals = { 
/**
 * Its name.
 */
model: string, 
/**
 * Steps ahead.
 */
horizon: number, 
/**
 * Where the values lie that were forecast.
 */
positions: Array<number>, 
/**
 * y − ŷ of each.
 */
residuals: Array<number>, 
/**
 * Their mean.
 */
mean: number, 
/**
 * Their standard deviation.
 */
deviation: number, 
/**
 * Autocorrelation at the lags 1, 2, …
 */
autocorrelation: Array<number>, 
/**
 * Of white noise, 95 of 100 would lie within ± this: 1.96/√n.
 */
band: number, };

export type WindowRow = { 
/**
 * Which row, from 0.
 */
index: number, 
/**
 * Of so many.
 */
rows: number, 
/**
 * Where the window begins in the series.
 */
from: number, 
/**
 * L values, prepared.
 */
inputs: Array<number>, 
/**
 * The H values after it, prepared; a feed-forward net learns the first.
 */
targets: Array<number>, 
/**
 * The L values as they are.
 */
values: Array<number | null>, 
/**
 * The H values after it as they are.
 */
following: Array<number | null>, };

export type UnrolledStep = { 
/**
 * t, from 0.
 */
t: number, 
/**
 * The position of what it reads; the net's own output stands for the value there.
 */
position: number, 
/**
 * Whether that is the output of the step before.
 */
isFedBack: boolean, 
/**
 * What it reads, prepared.
 */
input: number, 
/**
 * hₜ or sₜ
 */
state: Array<number>, 
/**
 * Cₜ of an LSTM; else empty.
 */
memory: Array<number>, 
/**
 * What it says comes next, prepared.
 */
output: number, 
/**
 * The same in the series' unit; null while the window is read, where it is not used.
 */
forecast: number | null, 
/**
 * What really comes next.
 */
actual: number | null, };

export type Unrolled = { 
/**
 * Its name.
 */
model: string, 
/**
 * The position of the first value that is forecast.
 */
origin: number, 
/**
 * L steps that read the window, and H − 1 that read what the net itself said.
 */
steps: Array<UnrolledStep>, };

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
 * The net's name.
 */
model: string, 
/**
 * The position of the first value that is forecast.
 */
origin: number, 
/**
 * The step of it, as in `unrolled`.
 */
t: number, };

export type Answer = ShownSeries | Forecasts | Fan | Scores | Residuals | WindowRow | Unrolled | CellLook;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: ForecastConfig, 
/**
 * Where the nets are computed.
 */
device: DeviceInfo, 
/**
 * Whether all nets started anew.
 */
rebuilt: boolean, } | { "type": "seriesLoaded", 
/**
 * All settings as they are now: a person's own file changes `series`, and columns that it does not have.
 */
config: ForecastConfig, 
/**
 * What is in the file.
 */
table: Table, } | { "type": "trained", 
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
mime: string, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "restored", 
/**
 * Where the run is now.
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
state: RunState, } | { "type": "wanted", 
/**
 * Which.
 */
series: SeriesKind, } | { "type": "begun", 
/**
 * What they learn.
 */
series: SeriesInfo, 
/**
 * Each but the baselines.
 */
models: Array<Model>, 
/**
 * Rounds done.
 */
step: number, 
/**
 * Whether that was not asked for: their GPU was lost.
 */
unasked: boolean, } | { "type": "progress", 
/**
 * Rounds since the start.
 */
step: number, 
/**
 * The mean of the nets' last losses.
 */
loss: number, 
/**
 * Each model.
 */
metrics: Metrics, } | { "type": "scored", 
/**
 * As `query('scores')` answers.
 */
scores: Scores, } | { "type": "checkpoint", 
/**
 * When it was taken.
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
