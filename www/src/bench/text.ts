/** The results as text, for a message or an issue: a Markdown table in English, whatever the page's language. */
import { gflops, isMeasured, type Contest } from './contest';
import { BACKENDS, ITEMS } from './protocol';

/** Decimals of a number whose first three digits mean something. */
export const decimals = (value: number) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);

const digits = (value: number) => value.toFixed(decimals(value));

export function asText(contest: Contest): string {
  const lines = [
    `Nabla benchmark, ${new Date().toISOString().slice(0, 10)}`,
    `${navigator.userAgent}; ${navigator.hardwareConcurrency} logical processors; WebGPU: ${contest.adapter ?? 'none'}`,
    '',
    '| work | device | ms | fastest–slowest | GFLOP/s | dispatches | MB held |',
    '|---|---|--:|--:|--:|--:|--:|',
  ];
  for (const item of ITEMS) {
    for (const backend of BACKENDS) {
      const outcome = contest.of({ item, backend });
      const name = `| ${item} | ${backend === 'cpu' ? 'CPU, one thread' : 'WebGPU'} |`;
      if (isMeasured(outcome)) {
        const { ms, least, most, dispatches, bytes } = outcome;
        const launched = backend === 'cpu' ? '' : dispatches.toFixed(0);
        const cells = [digits(ms), `${digits(least)}–${digits(most)}`, digits(gflops(outcome)), launched, digits(bytes / 1e6)];
        lines.push(`${name} ${cells.join(' | ')} |`);
      } else {
        const why = outcome?.failure ?? contest.missing.get(backend) ?? 'not measured';
        lines.push(`${name} ${why.replace(/[|\s]+/g, ' ')} | | | | |`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
