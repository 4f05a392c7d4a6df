# The forecasting lab in English, loaded with it. The same keys as forecast.ru.ftl (checked by locales/check.mjs).

forecast-name = Forecasting lab
forecast-round = Steps each
forecast-unit-speed = steps/s
forecast-done = Done
reason-cpu-small-model = Runs on the CPU: for nets this small a GPU would not be worth its while.

forecast-model-mlp = Window net
forecast-model-linear = Linear
forecast-model-rnn = RNN
forecast-model-lstm = LSTM
forecast-model-lstm-peepholes = Peephole LSTM
forecast-model-gru = GRU
forecast-model-last = Last value
forecast-model-seasonal = Seasonal naive
forecast-model-drift = Drift
forecast-mode-one-to-one = one-to-one: one point ahead
forecast-mode-many-to-one = many-to-one: only after the window
forecast-mode-one-to-many = one-to-many: several points ahead
forecast-mode-short-one-to-one = 1→1
forecast-mode-short-many-to-one = n→1
forecast-mode-short-one-to-many = 1→n

## The series

forecast-series = The series and its forecasts
forecast-series-lead = Choose a series and press Train. The models learn on the training part and are tried on the test part, which they never see.
setting-series = Series
forecast-own = Your own CSV …
forecast-own-series = Your own file
forecast-function = A function
forecast-stays = The series that was there stays.
forecast-columns = Origin, licence and columns. What is forecast:
forecast-table-read = { $rows } rows; separator: { $separator }; decimal mark: “{ $decimal }”. The first rows:
setting-separator = Separator
forecast-separator-auto = found by itself
forecast-separator-comma = comma
forecast-separator-semicolon = semicolon
forecast-separator-tab = tab
forecast-separator-bar = vertical bar
setting-decimal = Decimal mark
forecast-decimal-auto = found by itself
forecast-decimal-point = point, as in 1.5
forecast-decimal-comma = comma, as in 1,5
setting-column = Values
setting-dateColumn = Dates
setting-missing = Missing values
forecast-missing-interpolate = fill by a straight line
forecast-missing-drop = leave their rows out
forecast-missing-keep = keep as gaps
forecast-missing-now-interpolate = They are filled by a straight line.
forecast-missing-now-drop = Their rows are left out.
forecast-missing-now-keep = They stay gaps: no window goes across one.
forecast-note-missing = Values missing: { $count }, the first in row { $row } of the file.
forecast-note-unordered-dates = Dates out of order: { $count }, the first in row { $row }. Rows stay in the order of the file.
forecast-note-duplicate-dates = Dates that come again: { $count }, the first in row { $row }.
forecast-note-constant = All values are the same: there is nothing to learn here.
forecast-note-ragged = Rows with more or fewer cells than the first: { $count }, the first is row { $row }.
forecast-note-broken-dates = A column has dates down to row { $row }, and there something else: it is not taken for the dates.
setting-wave = Function
setting-points = Points n
setting-wavePeriod = Period p
forecast-delay = Delay τ
setting-noise = Noise
forecast-wave-sine = Sine
forecast-wave-sines = Sum of three sines
forecast-wave-damped = Damped sine
forecast-wave-chirp = Chirp
forecast-wave-mackey-glass = Mackey–Glass
forecast-wave-note-sine = Two earlier values give the next one exactly: without noise a linear model is perfect.
forecast-wave-note-sines = Periods that never meet: no stretch comes again, yet six earlier values give the next one exactly.
forecast-wave-note-damped = It dies away: what was learned at large amplitude is tried at small.
forecast-wave-note-chirp = It grows faster: the test part has frequencies that the training part lacks.
forecast-wave-note-mackey-glass = Chaos for τ above 16.8 (Mackey and Glass 1977): near forecasts can be good, far ones cannot.
setting-prepare = What is done to it first
forecast-prepare-log = log
forecast-prepare-seasonal = seasonal difference
forecast-prepare-difference = difference
forecast-prepare-standardise = standardise
forecast-prepare-hint-log = The logarithm: growth by a factor becomes growth by a step.
forecast-prepare-hint-seasonal = The value one season earlier is taken away.
forecast-prepare-hint-difference = The value before is taken away.
forecast-prepare-hint-standardise = Mean 0 and standard deviation 1, both of the training part only.
forecast-prepared = draw what the models see
forecast-standard = with μ = { $mean }, σ = { $deviation } of the training part.
forecast-prepare-note = Forecasts and errors are always changed back into the series’ own unit.
forecast-overview = The whole series. Two borders divide it into training, validation and test; drag them, or use the arrow keys.
forecast-part-train = training
forecast-part-validation = validation
forecast-part-test = test
setting-trainUntil = Border between training and validation
setting-validateUntil = Border between validation and test
forecast-split = Training { $train } points ({ $windows } windows), validation { $validation }, test { $test } ({ $origins } origins). Drag a border to change that; anywhere else, to forecast from there.
forecast-made = Forecast from { $origin }: { $window } values are seen, { $horizon } are forecast
forecast-position = position { $position }
forecast-origin = Origin
forecast-window = window, { $window }
forecast-horizon = forecast, { $horizon }
forecast-detail-label = The values before the origin, what really followed, and the forecasts of { $models }. The table below has the numbers.
forecast-actual = What really came
forecast-shown = Shown forecasts
forecast-fan = Spread of an ensemble
forecast-fan-none = none
forecast-table = Forecasts from this origin
forecast-ahead = Steps ahead
forecast-when = Time
forecast-save = Save the numbers (CSV)

## Scores

forecast-scores = Who forecasts best, and how far ahead
forecast-scores-lead = Every model is tried from every origin of the test part ({ $origins }) and compared with what really came. Lower is better. Grey lines are forecasts that need no learning.
forecast-some-origins = { $some } at equal distances, of { $all }
forecast-metric = Measure of the error
forecast-about-mae = Mean absolute error, mean |y − ŷ|, in the unit of the series.
forecast-about-rmse = Root of the mean squared error, √mean (y − ŷ)²: large errors weigh more.
forecast-about-mase = MAE divided by that of the seasonal naive forecast ({ $period } back) within the training part. Below 1: better than that (Hyndman and Koehler 2006).
forecast-scores-label = { $metric } on the test part by forecast horizon
forecast-horizon-axis = steps ahead
forecast-leaderboard = All models by their error over all horizons
forecast-model = Model
forecast-parameters = Parameters
forecast-parameters-of-nets = { $parameters } in { $nets } nets
forecast-time = Training time
forecast-seconds = { $seconds } s
forecast-weights-of = Weights of step
forecast-by-horizon = Errors by horizon
forecast-verdict-before = Nothing is trained yet: the nets’ weights are random.
forecast-verdict-so-far = Training is not over yet.
forecast-wins-everywhere = { $model } wins at every horizon here, 1 to { $horizon }.
forecast-wins-stretch = { $model } at { $from }–{ $to }
forecast-wins-by-stretch = The best by steps ahead: { $list }.
forecast-wins-count = { $model } at { $count }
forecast-wins-mixed = The best at the { $horizon } horizons: { $list }.
forecast-wins-overall = Over all horizons { $model } has { $percent } % less { $metric } than the best forecast without learning ({ $baseline }).
forecast-lesson-linear = The plain linear model wins: in this series the nets have nothing more to find.
forecast-lesson-baseline = Nothing that learns beats a forecast that needs no learning: this series gives its past no more than that to say.
forecast-lesson-close = The linear model comes second: check whether the net is worth its parameters.

## How they learn

forecast-learning = How the nets learn
forecast-learning-lead = Squared error of prepared values, logarithmic scale. Thin lines: in training, on one batch. Dots: forecasts of all H points from origins in the validation part, which is harder. The weights with the lowest dot are kept and make the forecasts.
forecast-learning-label = Loss of every net by step. The table below has the numbers.
forecast-step-axis = step
forecast-loss = Training loss
forecast-validation = Validation loss
forecast-best-step = Best at step
forecast-state = State
forecast-state-learning = learning
forecast-state-paused = paused
forecast-state-exact = solved
forecast-state-spent = done
forecast-state-diverged = diverged
forecast-pause-net = Pause { $name }
forecast-go-on = Go on

## Windows

forecast-windows = How a series becomes a training matrix
forecast-windows-lead = A window of length L = { $window } slides along the training part. Each place gives one row: L inputs, and the value after them as the target. A feed-forward net sees nothing but such rows, { $rows } in all.
forecast-slide = Slide
forecast-window-back = The row before
forecast-window-forth = The next row
forecast-row = Row { $row } of { $rows }
forecast-row-short = Row
forecast-windows-note = The curve shows the values as they are, the matrix what the models see of them: orange above zero, blue below, the stronger the farther. Each row is the one above it, moved by one.
forecast-windows-label = The window on the series, and the rows of the matrix up to this place. The table below has the numbers.
forecast-inputs = { $window } inputs
forecast-target = target

## Unrolled

forecast-unrolled = The output fed back
forecast-unrolled-lead = A recurrent net reads the window a value at a time (t = 0 … L−1, L = { $window }). Its last output is the first forecast; from there it reads what it said itself, { $fed } times.
forecast-unrolled-none = None of the models that are chosen is recurrent: add one in the settings.
forecast-step-back = One step back
forecast-step-forth = One step on
forecast-step-of = Step t = { $step } of { $last }
forecast-unrolled-label = Some steps of the unrolled net: what is read below, the state in the middle, the output above; an arrow leads back from an output to what is read next. The table below has the numbers.
forecast-source-series = from the series
forecast-source-own = own output
forecast-is = = { $value }
forecast-reads-window = Step { $step } reads { $input } from the series and says { $output }; that is not used, the window is not over.
forecast-reads-last = Step { $step } reads { $input }, the last value known, and says { $output }: the first forecast, { $forecast }. Really came { $actual }.
forecast-reads-own = Step { $step } reads its own last output, { $input }, and says { $output }: forecast { $forecast }. Really came { $actual }.
forecast-cell = Look into the cell at every step
forecast-column-t = t
forecast-column-reads = Reads xₜ
forecast-column-source = From
forecast-column-norm = ‖hₜ‖
forecast-column-says = Says oₜ
forecast-column-forecast = Forecast
forecast-column-actual = Really came

## Residuals

forecast-residuals = What is left: residuals
forecast-residuals-lead = y − ŷ on the test part, and its autocorrelation: of white noise 95 % of the bars stay in the grey band. If residuals still hang together in time, there is something left to be learned.
forecast-steps-ahead = { $horizon ->
    [one] { $horizon } step ahead
   *[other] { $horizon } steps ahead
 }
forecast-residuals-label = Residuals by position in the series
forecast-residuals-axis = position in the series
forecast-autocorrelation-label = Autocorrelation of the residuals by lag
forecast-autocorrelation = Autocorrelation
forecast-lag-axis = lag
forecast-lag = Lag
forecast-outside = Outside the band
forecast-yes = yes
forecast-residuals-numbers = { $count } residuals: mean { $mean }, standard deviation { $deviation }. Outside ±{ $band }: { $outside } of { $lags } lags.
forecast-residuals-structure = That is more than chance: the past still says something about them. At h steps ahead neighbours share h−1 surprises, so short lags up to h−1 are expected.
forecast-residuals-noise = About what chance gives: as good as white noise.

## Settings

setting-models = Models
setting-modes = Recurrent nets are trained as
forecast-hint-models = All learn on the same split. Baselines are always there.
forecast-hint-modes = One-to-one: the true value after every step is the target. Many-to-one: only the one after the window. One-to-many: the H after the window, its own output fed back; with H = 1 they are the same.
setting-window = Window L
forecast-hint-window = How many of the last values a model sees.
setting-horizon = Horizon H
forecast-hint-horizon = How many points are forecast.
setting-teacherForcing = Teacher forcing
forecast-forcing-0 = 0: own output
forecast-forcing-1 = 1: the truth
forecast-hint-teacherForcing = In training of one-to-many nets: how often the true value is fed back in place of the net’s own output. With 1 it learns fast, but never meets its own mistakes; with 0 it practises what it will have to do.
forecast-group-nets = Nets
forecast-group-nets-now = { $mlp } and { $hidden } units
forecast-group-learning = Learning
forecast-option-adam = Adam
forecast-option-sgd = SGD
forecast-option-rmsprop = RMSprop
forecast-option-auto = auto
forecast-option-webgpu = WebGPU
forecast-option-cpu = CPU
setting-mlpLayers = Layers of the window net
forecast-hint-mlpLayers = Hidden layers, tanh.
setting-mlpHidden = Its units
forecast-hint-mlpHidden = Units of each hidden layer.
setting-hidden = Hidden size
forecast-hint-hidden = Length of h in recurrent nets.
forecast-hint-forgetBias = b_f of an LSTM at the start: the larger, the longer it keeps its state at first.
setting-ensemble = Nets of each model
forecast-hint-ensemble = They differ by their seed only. The forecast is their mean; the spread can be shown as a fan.
forecast-hint-seed = Sets weights and the order of examples: the same seed gives the same run.
setting-steps = Steps of each net
forecast-hint-steps = A net stops after so many.
forecast-hint-learningRate = η: length of a step along the gradient.
forecast-hint-momentum = How much of the last step stays in the next.
forecast-hint-batch = B: windows in a step.
forecast-hint-clip = A longer gradient is shortened to this norm. 0: no limit.
setting-period = Season m
forecast-hint-period = Points of a season, for seasonal differences, the seasonal naive forecast and MASE. 0: the series’ own.
setting-paused = Paused models

failure-no-own-series = There is no file of your own yet.
failure-not-configured = There is no series yet.
failure-series-empty = The series has no values.
failure-borders-out-of-order = The validation part must begin before the test part.
failure-log-not-positive = The logarithm needs positive values: at position { $position } stands { $value }.
failure-series-too-short = { $part ->
    [training] The training part
    [validation] The validation part
   *[test] The test part
 } has { $value } points; this window, horizon and season need { $min }. Take a shorter window or horizon, or move the border.
failure-values-missing = Just before this origin values are missing.
failure-no-such-model = None of the models is of this kind.
failure-not-tried = This model has not been tried on the test part yet.
failure-csv-empty = The file is empty.
failure-csv-too-large = The file has { $value } MB; at most { $limit } MB are read.
failure-csv-too-many-rows = The file has more than { $limit } rows.
failure-csv-too-many-columns = Line { $line } has { $value } cells; at most { $limit } are read.
failure-csv-not-text = The file is not text: character { $position } is none that texts have. Save a spreadsheet as CSV first.
failure-csv-long-cell = Line { $line }, column { $column }: the cell has { $value } characters. Perhaps a quote is not closed.
failure-csv-open-quote = Line { $line }, column “{ $column }”: the cell goes on over several lines. Perhaps a quote is not closed.
failure-csv-header-only = The file has a header but no rows under it.
failure-csv-no-numbers = No column of the file has numbers.
failure-csv-no-column = There is no column “{ $value }”; the columns are: { $allowed }.
failure-csv-too-few = The column has { $value } values; a series needs more.
failure-csv-not-a-number = Line { $line }, column “{ $column }”: “{ $value }” is not a number.
failure-csv-number-too-large = Line { $line }, column “{ $column }”: “{ $value }” is too large to compute with.
failure-csv-not-a-date = Line { $line }, column “{ $column }”: “{ $value }” is not a date like those above it.
