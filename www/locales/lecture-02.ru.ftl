# The lecture's chapter 02-convolution: what experiments found, and what figures say.
