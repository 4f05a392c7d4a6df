/** Item 21: words as points, the nearest of the chosen one, and the parallelogram of an analogy in the plane of its three words. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { apart, scale } from '../../labs/plot';
import type { CorpusInfo, VocabularyPart } from '../../labs/word2vec/protocol';
import type { NablaLab } from '../../nabla';
import { dot, norm, plus, principal, unit, type Vector } from '../vectors';
import recorded from '../../../data/recorded/words.json';
import { Drawn, head } from './pictured';

const QUESTIONS = [
  ['king', 'man', 'woman'],
  ['sons', 'son', 'daughter'],
  ['brother', 'man', 'woman'],
] as const;
const NEAR = 4;
const PANEL = 330;
/** Between two looks at all vectors, ms: they are a megabyte. */
const REST = 1500;

export default class WordMapFigure extends Drawn {
  static override properties = { ...Drawn.properties, words: { state: true }, word: { state: true }, question: { state: true }, steps: { state: true }, isLive: { state: true } };
  /** Unit vectors by word. */
  declare words: Map<string, Vector>;
  declare word: string;
  declare question: number;
  /** Of training. */
  declare steps: number;
  declare isLive: boolean;

  constructor() {
    super();
    Object.assign(this, { words: new Map(recorded.words.map((word, i) => [word, unit(recorded.vectors[i]!)])), word: 'bread', question: 0, steps: recorded.steps, isLive: false });
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const step = this.tick;
    if (step < 1) return;
    const { vocabulary } = (await lab.query('corpus')) as CorpusInfo;
    const { words } = (await lab.query('vocabulary', { count: vocabulary })) as VocabularyPart;
    const { data, shape } = await lab.inspect('word2vec.input');
    const size = shape[1]!;
    const ranks = new Map(words.map((word, rank) => [word, rank]));
    const known = recorded.words.filter((name) => ranks.has(name));
    if (known.length < NEAR + 1) return;
    this.words = new Map(known.map((name) => [name, unit(Array.from(data.subarray(ranks.get(name)! * size, (ranks.get(name)! + 1) * size)))]));
    this.steps = step;
    this.isLive = true;
    await new Promise((resolve) => setTimeout(resolve, REST));
  }

  private near(to: Vector, without: readonly string[], count: number): { word: string; cosine: number }[] {
    const others = [...this.words].filter(([word]) => !without.includes(word));
    return others.map(([word, vector]) => ({ word, cosine: dot(unit(to), vector) })).sort((a, b) => b.cosine - a.cosine).slice(0, count);
  }

  protected override render(): TemplateResult {
    const { t, words, isLive, steps } = this;
    const word = words.has(this.word) ? this.word : [...words.keys()][0]!;
    const near = this.near(words.get(word)!, [word], NEAR);
    const wide = this.width >= 640 ? (this.width - 24) / 2 : this.width;
    return html`<div class="panels">
        <div>
          <div class="controls"><label class="grow"><span>${t.t('figure-map-word')}</span>
            <select data-testid="word" @change=${(event: Event) => (this.word = (event.target as HTMLSelectElement).value)}>
              ${[...words.keys()].map((each) => html`<option value=${each} ?selected=${each === word}>${each}</option>`)}
            </select></label></div>
          ${this.picture(PANEL, t.t('figure-map-words'), t.t('figure-map-desc'), this.map(word, near.map((each) => each.word), wide), wide)}
          <p class="equation small" data-testid="near">${t.t('figure-map-nearest', { word, list: near.map((each) => `${each.word} ${t.fixed(each.cosine, 2)}`).join(', ') })}</p>
        </div>
        <div>${this.analogy(wide)}</div>
      </div>
      <p class="recorded" data-testid="origin">${isLive ? t.t('figure-map-live', { step: steps }) : t.t('figure-map-recorded', { words: words.size, steps })}</p>
      ${this.tableBehind(t.t('figure-map-table'), [t.t('figure-map-word'), t.t('figure-map-cosine')], () => this.near(words.get(word)!, [word], words.size).map((each) => [each.word, t.fixed(each.cosine, 3).replace('-', '−')]))}`;
  }

  // ---- the map

  private map(chosen: string, near: string[], width: number): SVGTemplateResult {
    const { words } = this;
    const [first, second] = principal([...words.values()]);
    const places = [...words].map(([word, vector]) => ({ word, x: dot(vector, first), y: dot(vector, second) }));
    const fit = fitted(places, width, PANEL, 56);
    const at = new Map(places.map(({ word, x, y }) => [word, fit(x, y)]));
    const [cx, cy] = at.get(chosen)!;
    const taken: [number, number][] = [];
    const kind = (word: string) => (word === chosen ? 'chosen' : near.includes(word) ? 'near' : 'plain');
    const order = [...at].sort(([a], [b]) => rank(kind(a)) - rank(kind(b)));
    return svg`
      ${near.map((word) => svg`<line class="link" x1=${cx} y1=${cy} x2=${at.get(word)![0]} y2=${at.get(word)![1]} />`)}
      ${order.map(([word, [x, y]]) => {
        // Names that would lie over others are left to their points, their titles and the table.
        const isFree = kind(word) !== 'plain' || taken.every(([a, b]) => Math.abs(a - x) > 7 * word.length + 10 || Math.abs(b - y) > 13);
        if (isFree) taken.push([x, y]);
        return svg`<g class="pick" @click=${() => (this.word = word)}><title>${word}</title>
          <circle class="point ${kind(word)}" cx=${x} cy=${y} r=${word === chosen ? 5 : 3.5} />
          ${isFree ? svg`<text class="word ${kind(word)}" lang="en" x=${x} y=${y - 7} text-anchor="middle">${word}</text>` : nothing}</g>`;
      })}`;
  }

  // ---- the parallelogram

  private analogy(width: number): TemplateResult {
    const { t, words } = this;
    const known = QUESTIONS.filter((three) => three.every((word) => words.has(word)));
    const three = known[Math.min(this.question, known.length - 1)];
    if (!three) return html``;
    const [a, b, c] = three.map((word) => words.get(word)!) as [Vector, Vector, Vector];
    const corner = plus(plus(a, b, -1), c);
    const [found] = this.near(corner, three, 1) as [{ word: string; cosine: number }];
    const plane = planeOf(b, a, c);
    const answer = words.get(found.word)!;
    const distance = norm(plus(answer, b, -1));
    const [px, py] = plane(answer);
    const outside = Math.sqrt(Math.max(0, distance ** 2 - px ** 2 - py ** 2)) / distance;
    return html`<div class="controls"><label class="grow"><span>${t.t('figure-map-question')}</span>
        <select data-testid="question" @change=${(event: Event) => (this.question = Number((event.target as HTMLSelectElement).value))}>
          ${known.map(([a, b, c], i) => html`<option value=${i} ?selected=${known[i] === three}>${a} − ${b} + ${c}</option>`)}
        </select></label></div>
      ${this.picture(PANEL, t.t('figure-map-plane'), t.t('figure-map-desc'), this.parallelogram(three, plane(a), plane(c), plane(corner), [px, py], found.word, width), width)}
      <p class="equation small" data-testid="answer">${t.t('figure-map-answer', { a: three[0], b: three[1], c: three[2], found: found.word, cosine: t.fixed(found.cosine, 2), outside: `${t.integer(100 * outside)} %` })}</p>`;
  }

  private parallelogram([a, b, c]: readonly [string, string, string], pa: Place, pc: Place, corner: Place, found: Place, word: string, width: number): SVGTemplateResult {
    const all: [string, Place, string, number][] = [[b, [0, 0], 'chosen', 20], [a, pa, 'chosen', -10], [c, pc, 'chosen', 20], [word, found, 'near', -10]];
    const fit = fitted([...all.map(([, [x, y]]) => ({ x, y })), { x: corner[0], y: corner[1] }], width, PANEL, 60, true);
    const [o, ka, kc, k, d] = [[0, 0] as Place, pa, pc, corner, found].map(([x, y]) => fit(x, y)) as [Place, Place, Place, Place, Place];
    const side = (from: Place, to: Place, kind = '') => svg`<line class="side ${kind}" x1=${from[0]} y1=${from[1]} x2=${to[0]} y2=${to[1]} marker-end="url(#side)" />`;
    const names = apart(all.map(([, [x, y], , dy]) => fit(x, y)[1] + dy), 14, 12, PANEL - 6);
    return svg`<defs>${head('side', 'of-side')}</defs>
      ${side(o, ka)} ${side(kc, k)} ${side(o, kc, 'other')} ${side(ka, k, 'other')}
      <line class="miss" x1=${k[0]} y1=${k[1]} x2=${d[0]} y2=${d[1]} />
      <circle class="point corner" cx=${k[0]} cy=${k[1]} r="6" />
      <text class="word corner" x=${k[0]} y=${k[1] - 12} text-anchor=${k[0] > width - 70 ? 'end' : k[0] < 70 ? 'start' : 'middle'}>${a} − ${b} + ${c}</text>
      ${all.map(([name, [x, y], kind], i) => {
        const [left, top] = fit(x, y);
        return svg`<circle class="point ${kind}" cx=${left} cy=${top} r="5" /><text class="word ${kind}" lang="en" x=${left} y=${names[i]!} text-anchor="middle">${name}</text>`;
      })}`;
  }
}

type Place = [number, number];

const rank = (kind: string) => (kind === 'chosen' ? 0 : kind === 'near' ? 1 : 2);

/** Coordinates in the plane through three points, from the first; the second lies on its x axis. */
function planeOf(origin: Vector, along: Vector, third: Vector): (point: Vector) => Place {
  const first = unit(plus(along, origin, -1));
  const rest = plus(third, origin, -1);
  const second = unit(plus(rest, first, -dot(rest, first)));
  return (point) => {
    const from = plus(point, origin, -1);
    return [dot(from, first), dot(from, second)];
  };
}

/** Into the panel with a margin; `same` keeps the angles. */
function fitted(places: { x: number; y: number }[], width: number, height: number, margin: number, same = false): (x: number, y: number) => Place {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const vertical = margin * 0.5;
  if (!same) {
    const [sx, sy] = [scale([left, right], [margin, width - margin]), scale([low, high], [height - vertical, vertical])];
    return (x, y) => [sx(x), sy(y)];
  }
  const factor = Math.min((width - 2 * margin) / (right - left || 1), (height - 2 * vertical) / (high - low || 1));
  return (x, y) => [width / 2 + factor * (x - (left + right) / 2), height / 2 - factor * (y - (low + high) / 2)];
}
