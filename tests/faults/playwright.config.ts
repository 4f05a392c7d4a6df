/** The finished page broken on purpose. `cargo xtask test faults` builds it and the modules with faults, then runs this. */
import { defineConfig } from '@playwright/test';
import usual from '../e2e/playwright.config';

export default defineConfig({
  ...usual,
  testDir: '.',
  outputDir: '../../target/e2e-faults',
  // What recovers has to be noticed, told and run on: three waits in one test.
  timeout: 90_000,
  webServer: usual.webServer && { ...usual.webServer, command: 'node ../e2e/serve.mjs' },
});
