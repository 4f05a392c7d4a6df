/** What every fault of a lab that trains has to end in: said soon, gone on from a checkpoint, nothing else changed. */
import { expect, report } from './faulty';
import type { Lab, LabElement, Settings } from '../e2e/lab';
import { RESTARTED, restart, trainToCheckpoint } from '../e2e/restart';

/** A lab that the faults are tried on. */
export interface Subject {
  name: string;
  settings: Settings;
  /** A weight to compare. */
  weight: string;
}

/** Trains, breaks it, and waits until the page has said so and trains again. */
export async function survive(lab: Lab, what: string, fault: () => Promise<unknown>): Promise<void> {
  const checkpoints = await trainToCheckpoint(lab);
  const said = await clockUntil(lab, RESTARTED.source);
  await fault();
  const known = await checkpoints();
  const { lost, from } = await restart(lab);
  report(`${what}: said after ${Math.round(await said())} ms; lost at step ${lost}, went on from ${from}`);
  expect(known).toContain(from);
  await lab.reach(from + 3);
}

/** The weights and the next losses are those of a run that nothing happened to. */
export async function sameAsUndisturbed(lab: Lab, { weight }: Subject): Promise<void> {
  await lab.pause();
  const { step } = await lab.train(1);
  const resumed = { weight: (await lab.inspect(weight)).data, losses: await lab.losses(3) };
  await lab.reset();
  expect((await lab.train(step)).step).toBe(step);
  const undisturbed = { weight: (await lab.inspect(weight)).data, losses: await lab.losses(3) };
  expect(resumed).toEqual(undisturbed);
}

/** Starts a clock in the page; it stops when the lab's notices match. */
async function clockUntil(lab: Lab, pattern: string): Promise<() => Promise<number>> {
  const clock = await lab.element.evaluateHandle((element: LabElement, source) => {
    const begun = performance.now();
    const done = new Promise<number>((resolve) => {
      const look = (): void => {
        const text = element.shadowRoot!.querySelector('.notices')?.textContent ?? '';
        if (new RegExp(source).test(text)) resolve(performance.now() - begun);
        else setTimeout(look, 20);
      };
      look();
    });
    return { done };
  }, pattern);
  return () => clock.evaluate(({ done }) => done);
}
