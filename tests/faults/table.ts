/** A reporter: the faults of this run, what was heard of them, and how many were survived. */
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

interface Row {
  what: string;
  after: number;
  then: string;
  survived: boolean;
}

export default class Table implements Reporter {
  private readonly rows: Row[] = [];

  onTestEnd(_test: TestCase, { annotations, status }: TestResult): void {
    for (const { type, description } of annotations) {
      if (type === 'fault') this.rows.push({ ...(JSON.parse(description!) as Omit<Row, 'survived'>), survived: status === 'passed' });
    }
  }

  onEnd(_result: FullResult): void {
    if (this.rows.length === 0) return;
    const survived = this.rows.filter((row) => row.survived).length;
    const latest = Math.max(...this.rows.map(({ after }) => after));
    console.log('\n| fault | said after | then |\n|---|---|---|');
    for (const { what, after, then, survived } of this.rows) console.log(`| ${what} | ${(after / 1000).toFixed(1)} s | ${survived ? then : 'FAILED'} |`);
    console.log(`\n${this.rows.length} faults injected, ${survived} survived; the last was said after ${(latest / 1000).toFixed(1)} s\n`);
  }
}
