/** What every fault of a lab that trains has to end in: said soon, gone on from a checkpoint, nothing else changed. */
import { expect, report, test } from './faulty';
import type { Page } from '@playwright/test';
import type { Lab, LabElement, Settings } from '../e2e/lab';
import { restart, trainToCheckpoint } from '../e2e/restart';

/** A lab that the faults are tried on. */
export interface Subject {
  name: string;
  settings: Settings;
}

export type Backend = 'cpu' | 'webgpu';

/** A reader hears of a fault within so many milliseconds. */
const SOON = 5_000;

/** Trains, breaks it, and waits until the page has said so and trains again. */
export async function survive(lab: Lab, what: string, fault: () => Promise<unknown>): Promise<void> {
  const checkpoints = await trainToCheckpoint(lab);
  const clock = await clockUntil(lab, /Starting a new worker|The worker stopped at step/);
  await fault();
  const { lost, from } = await restart(lab);
  const known = await checkpoints(); // one may have been on its way
  await heard(what, clock, `lost at step ${lost}, went on from ${from}`);
  expect(known).toContain(from);
  await lab.reach(from + 3);
}

/** The weights and the next losses are those of a run that nothing happened to. */
export async function sameAsUndisturbed(lab: Lab): Promise<void> {
  await lab.pause();
  const { name } = (await lab.tensors())[0]!;
  const { step } = await lab.train(1);
  const resumed = { weight: (await lab.inspect(name)).data, losses: await lab.losses(3) };
  await lab.reset();
  expect((await lab.train(step)).step).toBe(step);
  const undisturbed = { weight: (await lab.inspect(name)).data, losses: await lab.losses(3) };
  expect(resumed).toEqual(undisturbed);
}

export type Clock = () => Promise<{ after: number; late: number }>;

/** Lets a page remember when it made its first worker. */
export function watchSpawning(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const Plain = Worker;
    self.Worker = class extends Plain {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        performance.mark('spawned');
      }
    };
  });
}

/** Starts a clock in the page, or goes by when it made its first worker; it stops when the lab's status or notices match. */
export async function clockUntil(lab: Lab, pattern: RegExp, since: 'now' | 'spawned' = 'now'): Promise<Clock> {
  const clock = await lab.element.evaluateHandle((element: LabElement, { source, since }) => {
    const LOOK = 20;
    const begun = performance.getEntriesByName(since)[0]?.startTime ?? performance.now();
    let [looked, late] = [begun, 0];
    const done = new Promise<{ after: number; late: number }>((resolve) => {
      const look = (): void => {
        const now = performance.now();
        // What the machine owes this page: a page that is not let on in time cannot say anything in time.
        late += Math.max(0, now - looked - 2 * LOOK);
        looked = now;
        const said = element.shadowRoot!.querySelectorAll('p.status, .notices, nabla-poster');
        const text = [...said].map(({ shadowRoot, textContent }) => textContent! + (shadowRoot?.textContent ?? '')).join('\n');
        if (new RegExp(source).test(text)) resolve({ after: now - begun, late });
        else setTimeout(look, LOOK);
      };
      look();
    });
    return { done };
  }, { source: pattern.source, since });
  return () => clock.evaluate(({ done }) => done);
}

/** It was said in time, and goes into the table at the end. */
export async function heard(what: string, clock: Clock, then: string): Promise<void> {
  const { after, late } = await clock();
  report(`${what}: said after ${(after / 1000).toFixed(1)} s; ${then}`);
  test.info().annotations.push({ type: 'fault', description: JSON.stringify({ what, after: Math.round(after), then }) });
  expect(after - late, 'said within 5 s').toBeLessThanOrEqual(SOON);
}
