# The lecture's chapter 05-lstm: what experiments found, and what figures say.
