/** Image files for tests, made byte by byte: whole ones, and all kinds of broken ones. */
import { deflateSync } from 'node:zlib';

export interface ImageFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A grey PNG. `bright` is given y and x. */
export function png(width: number, height: number, bright: (y: number, x: number) => number): Buffer {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = bright(y, x);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Upright or lying bars, each a little different. */
export function bars(kind: 'upright' | 'lying', count: number): ImageFile[] {
  return Array.from({ length: count }, (_, i) => {
    const at = 8 + 3 * i;
    const inside = (place: number) => (Math.abs(place - at) < 4 ? 230 : 20);
    const buffer = png(56, 40, (y, x) => inside(kind === 'upright' ? x : y % 40));
    return { name: `${kind}${i}.png`, mimeType: 'image/png', buffer };
  });
}

/** A GIF of 1×1 pixels with so many pictures. */
export function gif(pictures: number): Buffer {
  const head = [...Buffer.from('GIF89a', 'latin1'), 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const picture = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
  return Buffer.from([...head, ...Array.from({ length: pictures }, () => picture).flat(), 0x3b]);
}

/** The head of a JPEG with so many components; there is nothing in it. */
function jpegHead(components: number): Buffer {
  const frame = [0xff, 0xc0, 0, 8 + 3 * components, 8, 0, 16, 0, 16, components];
  for (let i = 1; i <= components; i++) frame.push(i, 0x11, 0);
  return Buffer.from([0xff, 0xd8, ...frame, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9]);
}

const whole = png(28, 28, (y, x) => 8 * ((y + x) % 30));
const huge = Buffer.from(whole);
huge.writeUInt32BE(10_000, 16);
huge.writeUInt32BE(5_000, 20);
const damaged = Buffer.from(whole);
damaged.fill(0xaa, 45, 60);
const of = (name: string, buffer: Buffer, mimeType = 'image/png'): ImageFile => ({ name, mimeType, buffer });

/** Files that are refused, with what the page says of them. */
export const REFUSED: [ImageFile, RegExp][] = [
  [of('drawing.svg', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'), /drawing\.svg is an SVG drawing/],
  [of('print.jpg', jpegHead(4), 'image/jpeg'), /print\.jpg is a CMYK JPEG/],
  [of('renamed.jpg', whole, 'image/jpeg'), /renamed\.jpg is in fact a PNG image/],
  [of('cut.png', whole.subarray(0, whole.length - 20)), /cut\.png ends too early/],
  [of('cut.jpg', jpegHead(3).subarray(0, 30), 'image/jpeg'), /cut\.jpg ends too early/],
  [of('cut.gif', gif(1).subarray(0, 30), 'image/gif'), /cut\.gif ends too early/],
  [of('huge.png', huge), /huge\.png has 50 megapixels; at most 40/],
  [of('damaged.png', damaged), /damaged\.png cannot be decoded/],
  [of('empty.png', Buffer.alloc(0)), /empty\.png is empty/],
  [of('notes.png', Buffer.from('these are words')), /notes\.png is no PNG, JPEG, GIF, WebP or BMP image/],
];

export const ANIMATED = of('dance.gif', gif(3), 'image/gif');
