# Several labs on one page, one GPU.
turn-waits = Waits for its turn: another lab on this page is using the GPU.
turn-rests = Another lab on this page has the GPU now. This one has kept its run, and goes on when you train it.
