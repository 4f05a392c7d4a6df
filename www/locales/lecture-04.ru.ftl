# The lecture's chapter 04-gradients: what experiments found, and what figures say.
