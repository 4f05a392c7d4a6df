/*! UMAP is umap-js, © Google LLC, Apache License 2.0, with ml-levenberg-marquardt and ml-matrix, © mljs, MIT License. */
/** UMAP beside everything else: it takes seconds of a processor, and can be ended at any time. */
import { UMAP } from 'umap-js';
import type { UmapNews, UmapTask } from './labs/word2vec/umap';

/** Steps between two pictures. */
const STEPS = 10;
/** Words that a word is held to be near of. */
const NEIGHBOURS = 15;

const tell = (news: UmapNews) => postMessage(news, { transfer: news.places ? [news.places.buffer] : [] });

/** The same numbers for the same words: mulberry32. */
function random(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Rows of length 1: what is near by angle is near. */
function directions({ vectors, size }: UmapTask): number[][] {
  return Array.from({ length: vectors.length / size }, (_, row) => {
    const numbers = [...vectors.subarray(row * size, (row + 1) * size)];
    const length = Math.hypot(...numbers) || 1;
    return numbers.map((number) => number / length);
  });
}

addEventListener('message', ({ data }: MessageEvent<UmapTask>) => {
  const rows = directions(data);
  const umap = new UMAP({ nComponents: data.dimensions, nNeighbors: Math.min(NEIGHBOURS, rows.length - 1), minDist: 0.1, random: random() });
  const steps = umap.initializeFit(rows);
  for (let step = 1; step <= steps; step++) {
    umap.step();
    if (step % STEPS === 0 || step === steps) tell({ places: Float32Array.from(umap.getEmbedding().flat()), share: step / steps });
  }
});

tell({ places: null, share: 0 });
