/** A run that breaks off and goes on from its checkpoint, as the page tells of it. */
import { expect } from './fixtures';
import type { Lab } from './lab';
import { watchCheckpoints } from './worker';

export const RESTARTED = /The worker stopped at step ([\d,]+); continued from step ([\d,]+)/;

/** Trains until a checkpoint is there; reports the steps of all so far. */
export async function trainToCheckpoint(lab: Lab): Promise<() => Promise<number[]>> {
  const checkpoints = await watchCheckpoints(lab);
  await lab.start();
  await expect.poll(async () => (await checkpoints()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return checkpoints;
}

/** The line that tells of a restart: the step where the run broke off and the one it goes on from. */
export async function restart(lab: Lab): Promise<{ lost: number; from: number }> {
  const line = lab.notices.getByText(RESTARTED);
  await expect(line).toBeVisible({ timeout: 30_000 });
  const [, lost, from] = (await line.innerText()).match(RESTARTED)!;
  return { lost: Number(lost!.replaceAll(',', '')), from: Number(from!.replaceAll(',', '')) };
}
