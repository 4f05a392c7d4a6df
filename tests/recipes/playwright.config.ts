/** The built recipes in the system's Chromium: `cargo xtask test recipes` builds and serves them, then runs this. */
import { randomUUID } from 'node:crypto';
import { defineConfig } from '@playwright/test';
import base from '../e2e/playwright.config';

/** A notebook with a kernel: JupyterLab of the recipes' Python, over the sources with Nabla's address in them. */
export const JUPYTER = 'http://127.0.0.1:8947';
/** Whoever has it may run code; kept in the environment, for the process that runs the tests reads this file again. */
export const TOKEN = (process.env['NABLA_JUPYTER_TOKEN'] ??= randomUUID());
const OPTIONS = [
  '--no-browser',
  '--allow-root',
  '--port=8947',
  '--ServerApp.port_retries=0',
  '--expose-app-in-browser',
  '--ServerApp.root_dir=target/recipes/jupyter',
];
/** Instead of the person's own settings and history. */
const HOME = 'target/recipes/home';

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../target/recipes-report',
  timeout: 120_000,
  expect: { timeout: 60_000 },
  webServer: {
    command: `"${process.env['NABLA_PYTHON']}" -m jupyterlab ${OPTIONS.join(' ')}`,
    cwd: '../..',
    env: { JUPYTER_TOKEN: TOKEN, JUPYTER_CONFIG_DIR: HOME, JUPYTER_DATA_DIR: HOME, JUPYTER_RUNTIME_DIR: HOME, IPYTHONDIR: HOME },
    url: `${JUPYTER}/api`,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
