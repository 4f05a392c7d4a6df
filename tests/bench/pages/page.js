/** What every page offers to run.mjs, and the rules of timing: the same for Nabla and its rivals. */

/** So long an engine may warm up: compilers of WebAssembly and of shaders work in the background. */
const WARM_UP_MS = 1500;
const WARM_UP_STEPS = 3;

let step;
let facts = () => ({});

/**
 * `open` starts the engine and resolves to facts about it. `items` has for each work item a function that resolves
 * to `{ step, ...facts }`: `step()` does one unit and resolves to a number when its result is on the CPU. What
 * changes with the steps, such as the bytes held, is told by the optional function `facts`.
 */
export function offer({ open, items }) {
  globalThis.engine = { open, begin: (item) => begin(items, item), prepare: (item) => prepare(items, item), time };
}

/** Makes the item's data and does it once. */
async function begin(items, item) {
  const make = items[item.split(' ')[0]];
  if (!make) return { unable: 'it has no such operation' };
  const made = await make(item);
  step = made.step;
  facts = made.facts ?? facts;
  const start = performance.now();
  const loss = await step();
  return { ...made, step: undefined, facts: undefined, firstMs: spent(start), loss };
}

/** The same, and until it is as fast as it gets. */
async function prepare(items, item) {
  const begun = await begin(items, item);
  const start = performance.now();
  const isCold = (steps) => steps < WARM_UP_STEPS || spent(start) < WARM_UP_MS / 3;
  for (let n = 0; !begun.unable && begun.firstMs + spent(start) < WARM_UP_MS && isCold(n); n++) await step();
  return begun;
}

/** Times single units until `budgetMs` are spent, at least `least` and at most `most` of them. */
async function time({ budgetMs, least, most }) {
  const times = [];
  let loss;
  for (const begin = performance.now(); times.length < least || (spent(begin) < budgetMs && times.length < most); ) {
    const start = performance.now();
    loss = await step();
    times.push(performance.now() - start);
  }
  return { times, loss, facts: facts() };
}

function spent(since) {
  return performance.now() - since;
}
