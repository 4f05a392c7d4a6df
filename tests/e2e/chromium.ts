/** The system's Chromium and its flags: Playwright's own browsers cannot be had everywhere. */
import { accessSync, constants } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser's path: as told by xtask or the person, else from the usual places. */
export function chromium(): string {
  const told = process.env['NABLA_CHROMIUM'] ?? process.env['CHROMIUM'];
  const found = [told, ...USUAL].find((path) => path && isExecutable(path));
  if (!found) throw new Error('no Chromium: run `cargo xtask setup`, or set CHROMIUM to its path');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Nothing of the browser's own goes out; no sandbox, which containers do not allow. */
const QUIET = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on SwiftShader, so that no graphics card is needed. */
export const WITH_WEBGPU = [...QUIET, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** The same browser as it is on a machine without a usable GPU: `requestAdapter` finds none. */
export const WITHOUT_WEBGPU = QUIET;
