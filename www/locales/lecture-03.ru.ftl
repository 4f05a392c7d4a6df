# The lecture's chapter 03-recurrence: what experiments found, and what figures say.
