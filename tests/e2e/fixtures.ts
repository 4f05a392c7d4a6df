/** What every test gets: a lab to drive, and a watch over what the page must never do. */
import { expect, test as base, type Page } from '@playwright/test';
import { Lab } from './lab';

/** Errors and requests of one page, its workers included. */
export class Watch {
  readonly errors: string[] = [];
  readonly requests: string[] = [];
  /** Errors that the test provokes on purpose. */
  readonly expected: RegExp[] = [];

  constructor(page: Page, private readonly home: string) {
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.errors.push(`uncaught: ${error.message}`));
    // Violations of the Content-Security-Policy are console errors, a worker's too.
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** Requests to anywhere but the folder that the page lies in. */
  get strangers(): string[] {
    const own = (url: string) => url.startsWith(this.home) || /^(blob|data|about):/.test(url);
    return this.requests.filter((url) => !own(url));
  }

  get unexpected(): string[] {
    return this.errors.filter((error) => !this.expected.some((pattern) => pattern.test(error)));
  }
}

export const test = base.extend<{ lab: Lab; watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch = new Watch(page, baseURL!);
      await use(watch);
      expect(watch.unexpected, 'errors in the console').toEqual([]);
      expect(watch.strangers, 'requests that leave the page’s folder').toEqual([]);
    },
    { auto: true },
  ],
  lab: async ({ page }, use) => use(new Lab(page)),
});

export { expect };

/** A measured figure that belongs in the log, whatever the machine. */
export function report(what: string): void {
  console.log(`      measured: ${what}`);
}
