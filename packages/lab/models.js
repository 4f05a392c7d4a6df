// The models without the interface: one lab's model in the caller's own thread, in Node, Deno, Bun or a browser.
// models.d.ts says what each method takes and gives; docs/wasm.md of the project has an example for every lab.
import init, { Desk } from './nabla-labs.js';

let module;

/** Loads the WebAssembly module once; `source` is its address, its bytes or a compiled module. */
export function load(source) {
  module ??= (source ? Promise.resolve(source) : beside()).then((found) => init(found && { module_or_path: found }));
  return module;
}

/** A file beside this one where that cannot be fetched. */
async function beside() {
  if (!import.meta.url.startsWith('file:')) return undefined;
  const { readFile } = await import('node:fs/promises');
  return readFile(new URL('./nabla-labs_bg.wasm', import.meta.url));
}

/** Why something was not done: `code` is for programs, `message` for a person. */
export class ModelError extends Error {
  constructor({ code = 'unknown', field = null, message = 'unknown', args = {} }) {
    super(message);
    Object.assign(this, { name: 'ModelError', code, field, args });
  }
}

export class Model {
  #desk;
  #turn = Promise.resolve();

  /** The model of a lab, at step 0. */
  static async create(lab, settings = {}, { onEvent = () => {}, module: source } = {}) {
    await load(source);
    const model = new Model(new Desk(lab, ({ event }) => onEvent(event)));
    try {
      await model.configure({ backend: 'cpu', ...settings });
    } catch (failure) {
      await model.free();
      throw failure;
    }
    return model;
  }

  constructor(desk) {
    this.#desk = desk;
  }

  /** One thing at a time: what is asked meanwhile waits. */
  #ask(command, bytes) {
    const answer = this.#turn.then(async () => {
      try {
        return await this.#desk.ask(command, bytes);
      } catch (failure) {
        throw failure instanceof Error ? failure : new ModelError(failure);
      }
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async configure(settings) {
    return (await this.#ask({ type: 'configure', config: settings })).reply.config;
  }

  async load(name, data) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
    return (await this.#ask({ type: 'loadText', name }, bytes)).reply;
  }

  async train(steps) {
    const { step, loss, metrics } = (await this.#ask({ type: 'train', steps })).reply;
    return { step, loss, metrics };
  }

  async reset() {
    await this.#ask({ type: 'reset' });
  }

  async tensors() {
    return (await this.#ask({ type: 'tensors' })).reply.tensors;
  }

  async inspect(name) {
    const { reply, arrays } = await this.#ask({ type: 'inspect', name });
    return { name: reply.name, shape: reply.shape, data: arrays?.[0] ?? new Float32Array() };
  }

  async query(kind, args = {}) {
    const { reply, arrays } = await this.#ask({ type: 'query', kind, args });
    return arrays ? { ...reply.answer, arrays } : reply.answer;
  }

  async export(kind) {
    const { reply, bytes } = await this.#ask({ type: 'export', kind });
    return { name: reply.name, type: reply.mime, bytes };
  }

  async checkpoint() {
    return (await this.#ask({ type: 'checkpoint' })).bytes;
  }

  async restore(checkpoint) {
    return (await this.#ask({ type: 'restore' }, new Uint8Array(checkpoint))).reply.step;
  }

  /** Gives the memory back; the model cannot be asked any more. */
  async free() {
    await this.#turn;
    this.#desk.free();
  }
}
