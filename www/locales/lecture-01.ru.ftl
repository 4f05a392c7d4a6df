# The lecture's chapter 01-learning: what experiments found, and what figures say.
