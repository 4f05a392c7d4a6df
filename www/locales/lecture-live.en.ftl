# What the lecture page says while it runs.
lecture-stopped = Stopped before the end: nothing was found.
lecture-rests = Out of view for a while, this lab has given its memory and its device back. It goes on from step { $step }.
lecture-begins-anew = Out of view for long, this lab has given its memory back. It keeps no checkpoints, and begins anew.
failure-lab-paused = The lab was paused before the experiment’s end: nothing was found. Run the experiment again.
failure-lab-silent = The lab has not come to an end in the time that it was given: nothing was found. Run the experiment again.
lecture-lab-missing = The lab could not be loaded. Check the connection; it is tried again when you come back here, or run an experiment.
