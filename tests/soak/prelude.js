// Put before a lab's worker: counts what it holds, for `__held()`. Nothing of the product is changed.
const held = { buffers: 0, bytes: 0, devices: 0, wasm: 0, memories: [] };

if (self.GPUDevice) {
  const sizes = new WeakMap();
  const make = GPUDevice.prototype.createBuffer;
  GPUDevice.prototype.createBuffer = function (described) {
    const buffer = make.call(this, described);
    sizes.set(buffer, described.size);
    held.buffers += 1;
    held.bytes += described.size;
    return buffer;
  };
  const drop = (buffer) => {
    const size = sizes.get(buffer);
    if (size === undefined) return;
    sizes.delete(buffer);
    held.buffers -= 1;
    held.bytes -= size;
  };
  const destroyBuffer = GPUBuffer.prototype.destroy;
  GPUBuffer.prototype.destroy = function () {
    drop(this);
    return destroyBuffer.call(this);
  };
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    held.devices += 1;
    void device.lost.then(() => (held.devices -= 1));
    return device;
  };
}

for (const name of ['instantiate', 'instantiateStreaming']) {
  const instantiate = WebAssembly[name];
  WebAssembly[name] = async function (...given) {
    const made = await instantiate.apply(this, given);
    const { memory } = (made.instance ?? made).exports;
    if (memory) held.memories.push(memory);
    return made;
  };
}

self.__held = () => {
  const wasm = held.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { buffers: held.buffers, bytes: held.bytes, devices: held.devices, wasm };
};
