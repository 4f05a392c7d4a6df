// The soaked page's own part: adds labs, runs them, and knows how many GPU devices there were at once.

/** Each device of a worker: from when to when. */
const devices = [];
/** When a worker was ended; a device ends with its worker. */
const ends = new Map();
let workers = 0;

new BroadcastChannel('soak').onmessage = ({ data: { worker, device, has, at } }) => {
  if (has) devices.push({ worker, device, from: at, to: Infinity });
  else for (const one of devices) if (one.worker === worker && one.device === device) one.to = at;
};

self.Worker = class extends Worker {
  #name;
  constructor(address, options) {
    const name = `worker ${++workers} (${new URL(address).search})`;
    super(address, { ...options, name });
    this.#name = name;
  }
  terminate() {
    ends.set(this.#name, performance.timeOrigin + performance.now());
    super.terminate();
  }
};

/** Clocks of workers differ by less, ms. */
const CLOCKS = 20;

/** How many GPU devices this page ever had, and the most that there were at once, and whose. */
self.__devices = () => {
  const all = devices.map((one) => ({ ...one, to: Math.min(one.to, ends.get(one.worker) ?? Infinity) }));
  const at = (moment) => all.filter(({ from, to }) => from <= moment && moment < to - CLOCKS);
  const most = all.map(({ from }) => at(from)).reduce((most, some) => (some.length > most.length ? some : most), []);
  const whose = most.map(({ worker, device, from, to }) => `${worker}'s device ${device} from ${from - performance.timeOrigin} to ${to - performance.timeOrigin} ms`);
  return { ever: all.length, atOnce: most.length, whose: whose.join(', ') };
};

/** A lab that says what goes wrong in it; `state` is where its run stands. */
self.__add = (lab, backend) => {
  const element = document.createElement('nabla-lab');
  element.setAttribute('lab', lab);
  element.setAttribute('eager', '');
  if (backend) element.setAttribute('backend', backend);
  const soaked = { element, state: 'loading', steps: 0, failures: [] };
  element.addEventListener('nabla-error', ({ detail }) => soaked.failures.push(`${lab}: ${detail.code}: ${detail.message}`));
  element.addEventListener('nabla-state', ({ detail }) => (soaked.state = detail.state));
  let before = 0;
  element.addEventListener('nabla-step', ({ detail }) => {
    soaked.steps += Math.max(0, detail.step - before);
    before = detail.step;
  });
  document.body.append(element);
  return soaked;
};

/** Lets a lab train for ever: it begins anew where its run ends by itself. */
self.__keepGoing = (soaked) => {
  soaked.goes = true;
  soaked.element.addEventListener('nabla-state', async ({ detail }) => {
    if (detail.state !== 'paused' || !soaked.goes) return;
    await soaked.element.reset();
    if (soaked.goes) soaked.element.start();
  });
  soaked.element.start();
};

/** What is lost in the page with `--leak`. */
self.__leak = () => {
  const lost = [];
  setInterval(() => lost.push(Array.from({ length: 100_000 }, Math.random), ...Array.from({ length: 500 }, () => document.createElement('p'))), 100);
};
