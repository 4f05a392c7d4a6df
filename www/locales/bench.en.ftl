# The benchmark page in English, loaded with it. The same keys as bench.ru.ftl (checked by locales/check.mjs).

bench-back = Back to the lab
bench-lead = The same work on the processor and on the graphics card: how long it takes, and how much arithmetic that is a second. Nothing is sent anywhere.
bench-run = Run
bench-again = Run again
bench-stop = Stop
bench-copy = Copy as text
bench-copied = Copied
bench-copy-by-hand = The browser keeps its clipboard closed: copy this by hand.
bench-progress = Measured so far
bench-ready = Takes about a minute. Close what else keeps the machine busy.
bench-opening = Getting ready …
bench-running = { $done } of { $all }: { $item }, { $device }
bench-stopped = Stopped. What was measured stays.
bench-machine = { $cores } logical processors; WebGPU: { $adapter }

bench-device = Device
bench-ms = ms
bench-gflops = GFLOP/s
bench-dispatches = Dispatches
bench-bytes = Memory
bench-cpu = CPU
bench-webgpu = WebGPU
bench-megabytes = { $megabytes } MB
bench-range = From fastest to slowest of { $rounds } rounds: { $range } ms
bench-verdict = { $device } { $ratio }× faster
bench-equal = equally fast
bench-now = measuring …
bench-failed = Failed: { $message }
bench-no-webgpu = This browser offers no WebGPU.
bench-no-module = The computing part of this page could not be loaded.

bench-item-mm256 = Matrix product, 256
bench-about-mm256 = 256 × 256 by 256 × 256
bench-item-mm512 = Matrix product, 512
bench-about-mm512 = 512 × 512 by 512 × 512
bench-item-mm1024 = Matrix product, 1024
bench-about-mm1024 = 1024 × 1024 by 1024 × 1024
bench-item-lstm = LSTM
bench-about-lstm = training step: batch 32, 64 characters, 128 units
bench-item-gru = GRU
bench-about-gru = training step: batch 32, 64 characters, 128 units
bench-item-cnn = Small convolutional network
bench-about-cnn = training step: batch 64, pictures of 28 × 28
bench-item-inception = Inception module
bench-about-inception = forward and backward: batch 16, 28 × 28 × 32
bench-item-w2v = word2vec, full softmax
bench-about-w2v = training step: batch 256, 2,000 words of 64 numbers

bench-notes = The processor works on one thread, in WebAssembly with 128-bit SIMD. GFLOP/s counts the multiplications and additions of matrix products and convolutions, forward and backward. Dispatches are the kernels that a GPU is given for one step. Memory is what the tensors hold: those in use, and buffers kept for the next step.
