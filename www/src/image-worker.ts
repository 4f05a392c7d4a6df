/** Decodes a person's images beside everything else: a large one takes a second of a processor. */
import { megabytes } from './own-file';
import { broken, MOST_BYTES, readHead, refusal, SIDE, tooLarge, MOST_PIXELS, type Decoded, type ImageTask } from './labs/vision/image-file';

/** Brightness of a colour, as the eye sees it (Rec. 601). */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** The middle square, SIDE×SIDE, in grey on white. */
function grey(bitmap: ImageBitmap): Uint8Array {
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => Math.round(RED * data[4 * i]! + GREEN * data[4 * i + 1]! + BLUE * data[4 * i + 2]!));
}

async function decode({ id, file, name }: ImageTask): Promise<Decoded> {
  const refused = (failure: Decoded['failure']): Decoded => ({ id, pixels: null, failure, note: null });
  if (file.size > MOST_BYTES) {
    const args = { file: name, have: megabytes(file.size), limit: megabytes(MOST_BYTES) };
    return refused(refusal('image-too-large', `${name} has ${args.have} MB; at most ${args.limit} MB are read`, args));
  }
  const head = readHead(new Uint8Array(await file.arrayBuffer()), name);
  if ('code' in head) return refused(head);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return refused(broken(name));
  }
  const pixels = bitmap.width * bitmap.height;
  if (pixels > MOST_PIXELS) {
    bitmap.close();
    return refused(tooLarge(name, pixels)); // its head had said something else
  }
  const image = grey(bitmap);
  bitmap.close();
  const note = head.frames > 1 ? refusal('image-animated', `${name} is animated: its first picture was taken`, { file: name }) : null;
  return { id, pixels: image, failure: null, note };
}

addEventListener('message', ({ data }: MessageEvent<ImageTask>) => {
  decode(data)
    .catch((): Decoded => ({ id: data.id, pixels: null, failure: broken(data.name), note: null }))
    .then((decoded) => postMessage(decoded));
});

postMessage('up');
