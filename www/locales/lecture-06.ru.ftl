# The lecture's chapter 06-gru: what experiments found, and what figures say.
