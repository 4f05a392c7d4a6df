/** What is known of a training: its words, how far it is, where the words are, how good they are. No DOM here. */
import { merged, type Point } from '../points';
import { TEXTS } from './presets';
import type { CorpusInfo, MapInfo, Metrics, Quality, VocabularyPart } from './protocol';

/** Where words lie, three numbers a word. */
export interface Places {
  /** Ranks of the words, in the order of the places. */
  ranks: number[];
  places: Float32Array;
  dimensions: number;
  step: number;
  explained: number[];
}

/** More points than this are not drawn: neighbours are merged. */
const MOST = 400;
const SMOOTHING = 0.06;

export class Run {
  corpus: CorpusInfo | null = null;
  words: string[] = [];
  /** Their language: the shipped texts are English. */
  lang = 'en';
  counts: number[] = [];
  /** How likely an occurrence of each is read. */
  kept: number[] = [];
  losses: Point[] = [];
  metrics: Metrics | null = null;
  /** Words a second, of about the last second: those of one slice are noise. */
  speed = 0;
  map: Places | null = null;
  quality: Quality | null = null;
  /** Of how many steps the newest news is. */
  step = 0;
  /** Grows when there are new vectors. */
  generation = 0;
  /** Grows with every change. */
  version = 0;
  /** Whether the words are those of the vectors: after new ones have begun their names are still to come. */
  isNamed = false;
  private ranks = new Map<string, number>();

  begin(corpus: CorpusInfo, step: number): void {
    // A training that goes on from its checkpoint keeps the losses that came before it.
    const losses = step > 0 ? this.losses.filter((point) => point.step <= step) : [];
    const lang = corpus.texts.every((text) => (TEXTS as readonly string[]).includes(text)) ? 'en' : 'und';
    Object.assign(this, { corpus, lang, losses, metrics: null, map: null, quality: null, step, speed: 0, isNamed: false });
    this.generation++;
    this.version++;
  }

  name({ words, counts, kept }: VocabularyPart): void {
    Object.assign(this, { words, counts, kept, ranks: new Map(words.map((word, rank) => [word, rank])), isNamed: true });
    this.version++;
  }

  progress(step: number, loss: number | null, metrics: Metrics): void {
    const { losses } = this;
    if (loss !== null && Number.isFinite(loss)) losses.push({ step, value: loss });
    const { wordsPerSecond } = metrics;
    const speed = this.speed > 0 ? this.speed + SMOOTHING * (wordsPerSecond - this.speed) : wordsPerSecond;
    Object.assign(this, { step, metrics, speed, losses: losses.length > MOST ? merged(losses) : losses });
    this.version++;
  }

  place({ words, also, dimensions, step, explained }: MapInfo, places: Float32Array): void {
    if (!this.isNamed) return;
    const ranks = [...Array.from({ length: words }, (_, rank) => rank), ...also];
    this.map = { ranks, places: inSpace(places, dimensions), dimensions, step, explained };
    this.version++;
  }

  judge(quality: Quality): void {
    this.quality = quality;
    this.version++;
  }

  /** The rank of a word as a person may write it. */
  rank(word: string): number | undefined {
    return this.ranks.get(word.trim().toLowerCase());
  }

  /** Words that begin so, the most frequent first. */
  beginning(text: string, most: number): string[] {
    const start = text.trim().toLowerCase();
    const found: string[] = [];
    for (let rank = 0; start && rank < this.words.length && found.length < most; rank++) {
      if (this.words[rank]!.startsWith(start)) found.push(this.words[rank]!);
    }
    return found;
  }
}

/** Three numbers a word, whatever the map's dimensions. */
export function inSpace(places: Float32Array, dimensions: number): Float32Array {
  if (dimensions === 3) return places;
  const count = places.length / dimensions;
  const space = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    space[3 * i] = places[dimensions * i]!;
    space[3 * i + 1] = places[dimensions * i + 1]!;
  }
  return space;
}
