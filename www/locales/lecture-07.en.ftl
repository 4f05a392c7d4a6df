# The lecture's chapter 07-series: what experiments found, and what figures say.
