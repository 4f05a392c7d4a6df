// Put after prelude.js with `--leak`: loses what the soak watches, so that it is seen to find it.
const lost = [];
setInterval(() => {
  lost.push(Array.from({ length: 50_000 }, Math.random));
  held.memories[0]?.grow(4);
  for (let more = 0; held.devices > 0 && more < 20; more++) lost.push(held.device.createBuffer({ size: 16_384, usage: GPUBufferUsage.STORAGE }));
}, 100);
