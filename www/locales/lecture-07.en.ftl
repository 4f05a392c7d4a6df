# The lecture's chapter 07-series: what experiments found, and what figures say.
found-window-length = One month ahead the window net is off by { NUMBER($one, maximumFractionDigits: 1) } thousand passengers with L = 1, by { NUMBER($six, maximumFractionDigits: 1) } with L = 6 and by { NUMBER($year, maximumFractionDigits: 1) } with L = 12. With a whole year in the window the error is { NUMBER($times, maximumFractionDigits: 1) } times smaller than with a single value: the same month of last year has come into view.
found-window-length-no = Off by { NUMBER($one, maximumFractionDigits: 1) } thousand passengers with L = 1, by { NUMBER($six, maximumFractionDigits: 1) } with L = 6, by { NUMBER($year, maximumFractionDigits: 1) } with L = 12, { NUMBER($times, maximumFractionDigits: 1) } to 1 from the shortest to the longest: this time the year in the window has not helped much.
found-window-sine = Mean error over 12 points ahead: { NUMBER($one, maximumFractionDigits: 2) } with L = 1, { $two } with L = 2. With two values the forecast is exact to rounding: a sine obeys a linear recurrence of second order.
found-window-sine-no = Mean error { NUMBER($one, maximumFractionDigits: 2) } with L = 1, { $two } with L = 2, only { NUMBER($ratio, maximumFractionDigits: 1) } to 1: two values were not enough here.
found-window-plain = One month ahead: window net { NUMBER($net, maximumFractionDigits: 1) }, linear model { NUMBER($linear, maximumFractionDigits: 1) }, the last value { NUMBER($naive, maximumFractionDigits: 1) }. The hidden layer was not worth it: { $weights } weights do worse than { $coefficients } coefficients found by least squares.
found-window-plain-net = One month ahead: window net { NUMBER($net, maximumFractionDigits: 1) }, linear model { NUMBER($linear, maximumFractionDigits: 1) }, the last value { NUMBER($naive, maximumFractionDigits: 1) }. The { $weights } weights of the net were worth it against { $coefficients } coefficients.
found-many-horizon = Half an hour ahead the LSTM is off by { NUMBER($lstm1, maximumFractionDigits: 0) } MW, the window net by { NUMBER($net1, maximumFractionDigits: 0) }, the linear model by { NUMBER($linear1, maximumFractionDigits: 0) }, the last value by { NUMBER($last1, maximumFractionDigits: 0) }. A day ahead: { NUMBER($lstmH, maximumFractionDigits: 0) }, { NUMBER($netH, maximumFractionDigits: 0) } and { NUMBER($linearH, maximumFractionDigits: 0) }; “as yesterday” { NUMBER($dayH, maximumFractionDigits: 0) }. The net that learned on its own outputs half of the time holds out longer than the one that learned one step ahead.
found-many-horizon-net = Half an hour ahead the LSTM is off by { NUMBER($lstm1, maximumFractionDigits: 0) } MW, the window net by { NUMBER($net1, maximumFractionDigits: 0) }, the linear model by { NUMBER($linear1, maximumFractionDigits: 0) }, the last value by { NUMBER($last1, maximumFractionDigits: 0) }. A day ahead: { NUMBER($lstmH, maximumFractionDigits: 0) }, { NUMBER($netH, maximumFractionDigits: 0) } and { NUMBER($linearH, maximumFractionDigits: 0) }; “as yesterday” { NUMBER($dayH, maximumFractionDigits: 0) }. This time the window net holds out better than the LSTM.
found-many-forcing = Half an hour ahead: { NUMBER($forced1, maximumFractionDigits: 0) } MW with teacher forcing, { NUMBER($free1, maximumFractionDigits: 0) } when running free; a day ahead { NUMBER($forcedH, maximumFractionDigits: 0) } against { NUMBER($freeH, maximumFractionDigits: 0) }. Forced, the net is better at the first step; free, it is better at the last, where it lives on its own outputs.
found-many-forcing-forced = Half an hour ahead: { NUMBER($forced1, maximumFractionDigits: 0) } MW with teacher forcing, { NUMBER($free1, maximumFractionDigits: 0) } when running free; a day ahead { NUMBER($forcedH, maximumFractionDigits: 0) } against { NUMBER($freeH, maximumFractionDigits: 0) }. In 400 steps the forced net is better at both ends: running free, it must follow its gradient through 48 outputs, and learns more slowly.
found-many-forcing-free = Half an hour ahead: { NUMBER($forced1, maximumFractionDigits: 0) } MW with teacher forcing, { NUMBER($free1, maximumFractionDigits: 0) } when running free; a day ahead { NUMBER($forcedH, maximumFractionDigits: 0) } against { NUMBER($freeH, maximumFractionDigits: 0) }. Here the net that learned on its own outputs is better at both ends.
found-many-forcing-turned = Half an hour ahead: { NUMBER($forced1, maximumFractionDigits: 0) } MW with teacher forcing, { NUMBER($free1, maximumFractionDigits: 0) } when running free; a day ahead { NUMBER($forcedH, maximumFractionDigits: 0) } against { NUMBER($freeH, maximumFractionDigits: 0) }: against expectation the free net is better at the first step and the forced one at the last.
found-many-special = With H = 1 the outputs of the two nets differ by { NUMBER($alone, maximumFractionDigits: 3) }: they are one net. With H = 12 they learned different things: outputs from one origin are up to { NUMBER($many, maximumFractionDigits: 2) } apart (in standard deviations).
found-many-special-no = With H = 1 the outputs differ by { NUMBER($alone, maximumSignificantDigits: 2) }, with H = 12 by { NUMBER($many, maximumFractionDigits: 2) } (in standard deviations): the devices do not compute the two in the same order.

figure-window-title = A window of length L slides along a series
figure-window-desc = Each place of the window is a sample: L values of the series are the input, the value after them is the target. Below are the samples cut last, a row each.
figure-window-passengers = Airline passengers, thousands a month (1949–1960)
figure-window-lab = The lab’s series, as it is
figure-window-length = L
figure-window-place = Place of the window
figure-window-slide = Slide the window
figure-window-stop = Stop
figure-window-samples = { $samples ->
    [one] { $samples } sample
   *[other] { NUMBER($samples) } samples
  } of { $length ->
    [one] { $length } value each
   *[other] { $length } values each
  }, from { NUMBER($points) } points
figure-window-input = input: the last L = { $length }
figure-window-target = target
figure-window-give = Give the lab this L
figure-window-row = Sample
figure-window-table = The samples as a table

figure-many-title = A recurrent net runs on by itself
figure-many-desc = A recurrent net, unrolled in time. It reads the last values of the series; each later output is fed back as the next input, as far as the horizon goes.
figure-many-horizon = Horizon H
figure-many-free = Free running: the output is the next input
figure-many-forced = Teacher forcing: the true value is the next input
figure-many-mode = What is fed in
figure-many-input = reads
figure-many-state = state
figure-many-output = says
figure-many-true = came
figure-many-own = its own output
figure-many-truth = true value
figure-many-recorded = Recorded: a trained LSTM of this lab, electricity demand, MW. Train the lab and the figure shows yours.
figure-many-live = Live: { $model } of the lab after { NUMBER($step) } steps.
figure-many-forced-live = While it forecasts, the lab always runs free; with teacher forcing, the series’ values take the outputs’ place.
figure-many-error = { $ahead ->
    [one] { $ahead } step ahead
   *[other] { $ahead } steps ahead
  }: off by { $error }
figure-many-table = The steps as a table
figure-many-step = Step
