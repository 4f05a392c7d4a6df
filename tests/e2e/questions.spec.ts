/** The worker answers between two steps: a question waits for the step that is under way, and for no other. */
import { expect, report, test } from './fixtures';
import type { LabElement } from './lab';

/** At which steps questions are answered, each asked as soon as the one before has its answer. */
function answers(element: LabElement, count: number): Promise<number[]> {
  const worker = element.worker!;
  // Not numbers that the page itself gives its requests.
  const first = 1e6;
  const ask = (id: number) => worker.postMessage({ id, lane: 0, command: { type: 'checkpoint' } });
  return new Promise((resolve) => {
    const steps: number[] = [];
    worker.addEventListener('message', ({ data }) => {
      if (data.type !== 'reply' || data.id !== first + steps.length) return;
      steps.push(data.reply.step);
      if (steps.length === count) resolve(steps);
      else ask(first + steps.length);
    });
    ask(first);
  });
}

test('what is asked during a step is answered right after it', async ({ lab }) => {
  // Steps so long that a question asked at the end of one arrives well within the next.
  await lab.open({ hidden: 256, batch: 32, sequence: 64, backend: 'cpu' });
  await lab.start();
  await lab.reach(2);
  const steps = await lab.element.evaluate(answers, 12);
  const waited = steps.slice(1).map((step, at) => step - steps[at]!);
  report(`steps between answers: ${waited.join(' ')}`);
  expect([...waited].sort((a, b) => a - b)[Math.floor(waited.length / 2)]).toBe(1);
});
