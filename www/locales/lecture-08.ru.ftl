# The lecture's chapter 08-words: what experiments found, and what figures say.
