# The page without a network.
offline-keep = Keep for offline use ({ $size } MB)
offline-keeping = Keeping …
offline-kept = Everything is kept: the page works without a network.
offline-failed = Not everything could be kept. Is there a network, and room on the disk?
