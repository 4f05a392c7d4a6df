/** The finished page in the system's Chromium. `cargo xtask test e2e` builds and serves it, then runs this. */
import { defineConfig } from '@playwright/test';
import { chromium, WITH_WEBGPU } from './chromium';
import { ADDRESS } from './serve.mjs';

/** Where xtask serves dist/, with a slash at the end; without it, serve.mjs does. */
const served = process.env['NABLA_URL'];

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/e2e',
  // One browser at a time: the tests measure, and SwiftShader takes every core it finds.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: served ?? ADDRESS,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    // Requests that a test changes or counts must not go past it; offline.spec.ts allows them.
    serviceWorkers: 'block',
    launchOptions: { executablePath: chromium(), args: WITH_WEBGPU },
    screenshot: 'only-on-failure',
  },
  webServer: served ? undefined : { command: 'node serve.mjs', url: ADDRESS, reuseExistingServer: true },
});
