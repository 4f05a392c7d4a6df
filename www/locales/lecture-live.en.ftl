# What the lecture page says while it runs.
lecture-stopped = Stopped before the end: nothing was found.
