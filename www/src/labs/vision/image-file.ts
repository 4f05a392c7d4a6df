/** What an image file says of itself before it is decoded: its kind, its size, and whether it is whole. No DOM here. */
import type { Failure } from '../../protocol';

/** Side of an image as the network sees it. */
export const SIDE = 28;
/** Larger files are not read. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** Images with more pixels are not decoded: they would take 160 MB. */
export const MOST_PIXELS = 40_000_000;

/** To the worker. */
export interface ImageTask {
  id: number;
  file: Blob;
  name: string;
}

/** From it: SIDE×SIDE brightnesses, or why there are none; perhaps something to be said. */
export interface Decoded {
  id: number;
  pixels: Uint8Array | null;
  failure: Failure | null;
  note: Failure | null;
}

export type Format = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp';

export interface ImageHead {
  format: Format;
  width: number;
  height: number;
  /** Pictures in it; more than one in an animation. */
  frames: number;
}

const ENDINGS: Record<string, Format> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', jfif: 'jpeg', gif: 'gif', webp: 'webp', bmp: 'bmp' };

export function refusal(code: string, message: string, args: Record<string, string | number>): Failure {
  return { code, field: null, message, args };
}

/** Reads a head, or says why the file is none that can be used. */
export function readHead(bytes: Uint8Array, name: string): ImageHead | Failure {
  const format = formatOf(bytes);
  if (bytes.length === 0) return refusal('image-empty', `${name} is empty`, { file: name });
  if (!format) {
    const isSvg = /<svg[\s>]/i.test(new TextDecoder().decode(bytes.subarray(0, 1024)));
    return isSvg
      ? refusal('image-svg', `${name} is an SVG drawing, not an image of pixels`, { file: name })
      : refusal('image-no-image', `${name} is no PNG, JPEG, GIF, WebP or BMP image`, { file: name });
  }
  const ending = name.split('.').at(-1)!.toLowerCase();
  const said = name.includes('.') ? ENDINGS[ending] : format;
  if (said !== format) {
    return refusal('image-wrong-extension', `${name} is in fact a ${format.toUpperCase()} image`, { file: name, format: format.toUpperCase() });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const head = READERS[format](view, bytes, name);
    if ('code' in head) return head;
    if (head.width === 0 || head.height === 0) return broken(name);
    const pixels = head.width * head.height;
    if (pixels > MOST_PIXELS) return tooLarge(name, pixels);
    return head;
  } catch {
    return truncated(name); // a reader ran over the end
  }
}

export function tooLarge(name: string, pixels: number): Failure {
  const args = { file: name, have: Math.round(pixels / 1e6), limit: MOST_PIXELS / 1e6 };
  return refusal('image-too-many-pixels', `${name} has ${args.have} megapixels; at most ${args.limit} are decoded`, args);
}

const truncated = (name: string) => refusal('image-truncated', `${name} ends too early`, { file: name });
export const broken = (name: string) => refusal('image-unreadable', `${name} cannot be decoded`, { file: name });

function formatOf(bytes: Uint8Array): Format | null {
  const begins = (...wanted: number[]) => wanted.every((byte, index) => bytes[index] === byte);
  const text = (from: number, wanted: string) => [...wanted].every((letter, index) => bytes[from + index] === letter.charCodeAt(0));
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (begins(0xff, 0xd8, 0xff)) return 'jpeg';
  if (text(0, 'GIF87a') || text(0, 'GIF89a')) return 'gif';
  if (text(0, 'RIFF') && text(8, 'WEBP')) return 'webp';
  if (text(0, 'BM')) return 'bmp';
  return null;
}

type Reader = (view: DataView, bytes: Uint8Array, name: string) => ImageHead | Failure;

const READERS: Record<Format, Reader> = { png, jpeg, gif, webp, bmp };

/** Chunks up to IEND; an animated PNG says so in `acTL`. */
function png(view: DataView, bytes: Uint8Array, name: string): ImageHead | Failure {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  let frames = 1;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const [length, kind] = [view.getUint32(at), view.getUint32(at + 4)];
    if (kind === 0x6163544c) frames = view.getUint32(at + 8); // acTL
    at += 12 + length;
    if (kind === 0x49454e44) return at > bytes.length ? truncated(name) : { format: 'png', width, height, frames }; // IEND
  }
  return truncated(name);
}

/** Segments up to the scan, and the mark at the end of it. Four components are cyan, magenta, yellow and black. */
function jpeg(view: DataView, bytes: Uint8Array, name: string): ImageHead | Failure {
  let size: [number, number] | null = null;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return broken(name);
    const mark = bytes[at + 1]!;
    if (mark === 0xff) {
      at++; // padding
      continue;
    }
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (isFrame) {
      size = [view.getUint16(at + 7), view.getUint16(at + 5)];
      if (bytes[at + 9] === 4) return refusal('image-cmyk', `${name} is a CMYK JPEG, for printing`, { file: name });
    }
    if (mark === 0xda) break;
    at += 2 + view.getUint16(at + 2);
  }
  if (!size) return truncated(name);
  return endsIn(bytes, [0xff, 0xd9]) ? { format: 'jpeg', width: size[0], height: size[1], frames: 1 } : truncated(name);
}

/** Whether these bytes come near the end: some programs write a little after it. */
function endsIn(bytes: Uint8Array, wanted: number[]): boolean {
  const least = Math.max(0, bytes.length - 65_536);
  for (let at = bytes.length - wanted.length; at >= least; at--) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}

/** Blocks up to the trailer. */
function gif(view: DataView, bytes: Uint8Array, name: string): ImageHead | Failure {
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  const colours = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let frames = 0;
  let at = 13 + colours(view.getUint8(10));
  const skip = () => {
    for (let length = view.getUint8(at++); length > 0; length = view.getUint8(at++)) at += length;
  };
  for (;;) {
    const kind = view.getUint8(at++);
    if (kind === 0x3b) break;
    if (kind === 0x21) at++;
    else if (kind === 0x2c) {
      frames++;
      at += 9 + colours(view.getUint8(at + 8)) + 1;
    } else return broken(name);
    skip();
  }
  return frames === 0 || bytes.length < at ? truncated(name) : { format: 'gif', width, height, frames };
}

function webp(view: DataView, bytes: Uint8Array, name: string): ImageHead | Failure {
  if (8 + view.getUint32(4, true) > bytes.length) return truncated(name);
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { format: 'webp', width: three(24) + 1, height: three(27) + 1, frames: view.getUint8(20) & 2 ? 2 : 1 };
    case 0x5650384c: { // VP8L
      const bits = view.getUint32(21, true);
      return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, frames: 1 };
    }
    case 0x56503820: // VP8
      return { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, frames: 1 };
    default:
      return broken(name);
  }
}

function bmp(view: DataView, bytes: Uint8Array, name: string): ImageHead | Failure {
  const [width, height] = [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
  return view.getUint32(2, true) > bytes.length ? truncated(name) : { format: 'bmp', width, height, frames: 1 };
}
