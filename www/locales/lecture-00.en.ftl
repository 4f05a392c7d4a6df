# The lecture's chapter 00-hero: the run at the head of the page.
hero-title = Loss of the recorded run
hero-desc = Bits per character against steps of training: the lower, the better the network guesses the next character. Guessing blindly takes more than six bits.
hero-step = { $step ->
    [0] Before training it writes
    [one] After { NUMBER($step) } step it writes
   *[other] After { NUMBER($step) } steps it writes
  }
hero-steps = { $steps ->
    [one] { NUMBER($steps) } step
   *[other] { NUMBER($steps) } steps
  }
hero-bits = { $bits } bits per character
hero-train = Train it here, live
hero-play = Play
hero-pause = Pause
hero-sample = Sample of the run
hero-recorded = Recorded: an LSTM with 128 units reads Shakespeare, seed 1; it writes at 16 moments of 3,000 steps. The button trains the same network on your machine.
