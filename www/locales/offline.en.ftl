# The page without a network.
offline-keep = Keep for offline use ({ $size } MB)
offline-keeping = Keeping …
offline-kept = Everything is kept: the page works without a network.
offline-failed = Not everything could be kept. Is there a network, and room on the disk?
offline-update-there = There is a new version of this page.
offline-update-others = This page is open in other tabs, too. Close those, then reload here.
offline-update-loses = There is a new version. Reloading ends what is being trained here.
offline-update-reload = Reload
offline-update-anyway = Reload all the same
offline-update-later = Later
