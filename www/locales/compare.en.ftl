# The comparison in English, loaded with it. The same keys as compare.ru.ftl (checked by locales/check.mjs).

compare-lead = The same text, seed and settings as above; only the cell differs, and the hidden size if you like. All runs share one worker and get the same time. The lab’s own run pauses meanwhile.
compare-train = Train all
compare-pause-all = Pause all
compare-go-on = Go on
compare-start-over = Start over
compare-ready = Choose the runs, then train them all.
compare-training = { $count ->
    [one] { $count } run trains: seed { $seed }, { $device }
   *[other] { $count } runs train: seed { $seed }, { $device }
}
compare-paused = Paused: seed { $seed }, { $device }
compare-notes = Char/s are characters a second of a run’s own computing time, without the time that the others had. The loss is of the last few steps; validation is measured after step 25 and then every 100 steps on text that no run trains on.

compare-runs = Runs
compare-cell = Cell
compare-cell-of = Cell of run { $number }
compare-hidden = Hidden size
compare-hidden-of = Hidden size of run { $number }
compare-parameters = Parameters
compare-step = Step
compare-speed = Char/s
compare-loss = Loss, bits
compare-validation = Validation
compare-actions = Pause or remove
compare-add = Add a run
compare-pause = Pause
compare-pause-of = Pause { $cell }, { $hidden }
compare-resume = Go on
compare-resume-of = Go on: { $cell }, { $hidden }
compare-begin = Train
compare-begin-of = Train: { $cell }, { $hidden }
compare-remove = Remove
compare-remove-of = Remove { $cell }, { $hidden }

compare-curves = Losses
compare-curves-label = Training loss of each run in bits per character
compare-axis = Horizontal axis
compare-axis-step = step
compare-axis-seconds = seconds of own time
compare-by-step = by step
compare-by-seconds = by time

compare-samples = What they write
compare-nothing-yet = nothing yet
