/** What wasm-bindgen builds from tests/bench; it lies beside the bundled worker, not in the sources. */
export default function init(): Promise<unknown>;

/** A device that works. */
export class Engine {
  static cpu(): Engine;
  static webgpu(): Promise<Engine>;
  free(): void;
  adapter(): string | undefined;
  /** Ready to run, its shaders compiled. */
  prepare(item: string): Promise<Job>;
}

/** A work item on a device. */
export class Job {
  free(): void;
  /** Does it so many times, one after the other, and waits for the last result. */
  repeat(units: number): Promise<number>;
  /** Useful floating-point operations of one unit. */
  flop(): number;
  /** Launches that a GPU was given so far. */
  dispatches(): number;
  /** Bytes of tensors that the device holds, in use and kept for reuse. */
  bytes(): number;
}
