/** A person's own file: how large it is, is looked at before anything of it is read. */
import { fail } from './failure';

const MEGABYTE = 1024 * 1024;

/** What a file of weights may have at most; the largest model here has half of it. */
export const WEIGHTS_LIMIT = 256 * MEGABYTE;

/** Rounded up, so that what is over a limit is never said to be as large as it. */
export const megabytes = (bytes: number): number => Math.ceil((10 * bytes) / MEGABYTE) / 10;

/** The bytes of a file of at most `limit` bytes; `code` is what a larger one is refused with. */
export async function readWithin(file: Blob, limit: number, code = 'file-too-large'): Promise<ArrayBuffer> {
  if (!(file?.size >= 0)) throw fail('no-file', 'load: what is to be loaded is a File or a Blob', {}, 'file');
  if (file.size > limit) {
    const args = { have: megabytes(file.size), limit: megabytes(limit) };
    throw fail(code, `the file has ${args.have} MB; at most ${args.limit} MB are read`, args);
  }
  return file.arrayBuffer().catch((error) => {
    throw fail('file-unreadable', `the file could not be read: ${error}`);
  });
}
