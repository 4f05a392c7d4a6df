/** A page whose workers load modules that break when a message asks for it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, report, test as base } from '../e2e/fixtures';
import type { Lab, LabElement } from '../e2e/lab';

export { expect, report };

/** Where `cargo xtask test faults` puts those modules. */
export const FAULTY = new URL('../../target/faults/', import.meta.url);

/** What can break inside a module: `crates/web/src/worker/faults.rs`. */
export const INSIDE = ['panic', 'unreachable', 'memory', 'stack', 'loop'] as const;
export type Inside = (typeof INSIDE)[number];

/** What a browser's console may say of a module that broke as it was told to, also when what it had asked a GPU for comes to it afterwards. */
const CONSOLE = /a fault that a test asked for|(RuntimeError|uncaught): (unreachable|memory access out of bounds)|Maximum call stack|memory allocation of/;

export const test = base.extend<{ faulty: void }>({
  faulty: [
    async ({ page, watch }, use) => {
      watch.expected.push(CONSOLE);
      await page.route(/\/nabla-(worker|labs)(_bg\.wasm|\.js)$/, async (route) => {
        const name = route.request().url().split('/').pop()!;
        const contentType = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
        await route.fulfill({ body: await readFile(fileURLToPath(new URL(name, FAULTY))), contentType });
      });
      await use();
    },
    { auto: true },
  ],
});

/** Breaks the lab's present worker from inside its module. */
export function breakInside(lab: Lab, fault: Inside): Promise<void> {
  return lab.element.evaluate((element: LabElement, name) => element.worker!.postMessage({ fault: name }), fault);
}
