/** The package, installed from its archive into an empty folder: once for all tests of a run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

let folder;

/** The folder's address. `cargo xtask test pack` says where the archive is. */
export function installed() {
  if (!folder) {
    const archive = process.env.NABLA_PACKAGE;
    if (!archive) throw new Error('run `cargo xtask test pack`');
    folder = mkdtempSync(join(tmpdir(), 'nabla-pack-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    // The package has no dependencies: nothing is asked of a registry.
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', archive], { cwd: folder, stdio: 'inherit' });
  }
  return pathToFileURL(`${folder}/`);
}
