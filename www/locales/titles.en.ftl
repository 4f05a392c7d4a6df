# Titles of the labs that the page does not begin with
site-title-features = Features made by hand, or learned
site-lead-features = Classical models on features that a person can name, and a CNN that finds its own, on the same images: who wins, and when.
site-title-vision = A network learns to see
site-lead-vision = Train a LeNet or a small GoogLeNet from scratch, look at what each block makes of an image, and draw one of your own.
site-title-text-cnn = Who wrote this sentence?
site-lead-text-cnn = A convolution slides over words: see which few words in a row give Austen, Shakespeare or the Bible away.
site-title-bptt = How a gradient travels back through time
site-lead-bptt = Step backwards through an unrolled network, factor by factor, and see what vanishes, what explodes, and what an LSTM keeps.
site-title-memory = Who remembers, and for how long
site-lead-memory = Tasks that need memory, learned by RNN, LSTM and GRU side by side, at longer and longer distances.
site-title-forecast = Windows against recurrence: who forecasts best
site-lead-forecast = Nets on a sliding window, recurrent nets fed their own output, a linear model and naive forecasts, on the same series.
site-title-word2vec = Words by the company they keep
site-lead-word2vec = Every word gets a vector, learned from the words around it: walk the map, ask for neighbours, and take king − man + woman.
