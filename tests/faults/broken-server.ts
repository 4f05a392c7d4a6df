/** Serves the page, but for one file that is broken in some way, and lets browsers keep what it serves. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { answer } from '../e2e/serve.mjs';

const DIST = new URL('../../dist/', import.meta.url);

type Damage = (response: ServerResponse, file: string) => unknown;

const whole = (file: string) => readFile(fileURLToPath(new URL(file, DIST)));
const typeOf = (file: string) => (file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');

function send(response: ServerResponse, type: string, body: string | Buffer, length = body.length): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': length, 'Cache-Control': 'max-age=3600' });
  response.end(body);
}

/** What can be wrong with a file. */
export const DAMAGES = {
  missing: (response) => response.writeHead(404).end(),
  'a page of the server’s': (response) => send(response, 'text/html', '<!doctype html><title>Sign in</title>'),
  'cut off, and called whole': async (response, file) => {
    const body = await whole(file);
    send(response, typeOf(file), body.subarray(0, body.length / 2));
  },
  'broken off': async (response, file) => {
    const body = await whole(file);
    response.writeHead(200, { 'Content-Type': typeOf(file), 'Content-Length': body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  },
  'of another version': async (response, file) => {
    const other = file.includes('labs') ? 'nabla-worker_bg.wasm' : 'nabla-labs_bg.wasm';
    send(response, typeOf(file), await whole(other));
  },
  'not coming': () => {},
} satisfies Record<string, Damage>;
export type DamageName = keyof typeof DAMAGES;

export interface BrokenServer {
  address: string;
  /** From now on this file is so; without one all are whole. */
  damage(file?: string, how?: DamageName): void;
  close(): void;
}

export async function serveBroken(): Promise<BrokenServer> {
  let broken: { file: string; how: DamageName } | null = null;
  const server = createServer((request, response) => {
    const name = new URL(request.url!, 'http://localhost').pathname.split('/').pop();
    if (broken && name === broken.file) void DAMAGES[broken.how](response, broken.file);
    else void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/sub-path/`,
    damage: (file, how) => void (broken = file && how ? { file, how } : null),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
