# The lecture's chapter 00-hero: what experiments found, and what figures say.
