/** Settings from outside, such as a link's, may be old, cut or made up: what can be used of them is, and the rest is said. */
import type { PartialConfig } from './config';
import { toFailure } from './failure';
import type { Failure } from './protocol';

/**
 * Configures with what the validator lets through of `asked`: it says of a refused value what of it is of use, which is
 * taken, the bound for a number that is out of range; else the setting is left out. `tell` hears of every refusal, and
 * what was taken instead.
 */
export async function configureWhatCanBe(
  asked: PartialConfig,
  configure: (asked: PartialConfig) => Promise<unknown>,
  tell: (failure: Failure, taken: unknown) => void,
): Promise<void> {
  const mended = new Set<string>();
  for (;;) {
    try {
      await configure(asked);
      return;
    } catch (error) {
      const failure = toFailure(error);
      const { field, args } = failure;
      if (!field || !(field in asked)) throw error;
      const { [field]: _, ...rest } = asked;
      const taken = mended.has(field) ? undefined : args?.['usable'];
      asked = taken === undefined ? rest : { ...rest, [field]: taken };
      mended.add(field);
      tell(failure, taken);
    }
  }
}
