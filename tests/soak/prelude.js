// Put before a lab's worker: counts what it holds, for `__held()`, and tells the page from when to when it has a GPU device
// (page.js). Nothing of the product is changed.
const held = { buffers: 0, bytes: 0, devices: 0, turns: 0, memories: [], device: null };

if (self.GPUDevice) {
  const log = new BroadcastChannel('soak');
  const tell = (device, has) => log.postMessage({ worker: self.name, device, has, at: performance.timeOrigin + performance.now() });
  /** Of each buffer: its size, and what its device has. */
  const sizes = new WeakMap();
  const owners = new WeakMap();
  /** Of each device: its number, and what its buffers come to. */
  const numbers = new WeakMap();
  const all = new WeakMap();
  let made = 0;
  const count = (own, buffers, bytes) => {
    for (const sum of [own, held]) {
      sum.buffers += buffers;
      sum.bytes += bytes;
    }
  };

  const make = GPUDevice.prototype.createBuffer;
  GPUDevice.prototype.createBuffer = function (described) {
    const buffer = make.call(this, described);
    const own = all.get(this);
    if (own === undefined) return buffer; // of a device that is gone
    sizes.set(buffer, described.size);
    owners.set(buffer, own);
    count(own, 1, described.size);
    return buffer;
  };
  const destroyBuffer = GPUBuffer.prototype.destroy;
  GPUBuffer.prototype.destroy = function () {
    const size = sizes.get(this);
    const own = owners.get(this);
    sizes.delete(this);
    if (size !== undefined && !own.isGone) count(own, -1, -size);
    return destroyBuffer.call(this);
  };

  const gone = (device) => {
    const number = numbers.get(device);
    if (number === undefined) return;
    numbers.delete(device);
    // A device's buffers end with it.
    const own = all.get(device);
    all.delete(device);
    count(own, -own.buffers, -own.bytes);
    own.isGone = true;
    held.devices -= 1;
    tell(number, false);
  };
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    numbers.set(device, ++made);
    all.set(device, { buffers: 0, bytes: 0, isGone: false });
    held.devices += 1;
    held.device = device;
    tell(made, true);
    void device.lost.then(() => gone(device));
    return device;
  };
  const destroyDevice = GPUDevice.prototype.destroy;
  GPUDevice.prototype.destroy = function () {
    gone(this);
    return destroyDevice.call(this);
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

// A worker that has work posts itself a message after each slice of it: where none is posted, it rests.
const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (...given) {
  held.turns += 1;
  return post.apply(this, given);
};

self.__held = () => {
  const { buffers, bytes, devices, turns, memories } = held;
  return { buffers, bytes, devices, turns, wasm: memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) };
};
