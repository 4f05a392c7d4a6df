/** Item 23: the counts n_wu of a few words as a matrix, what the model expects in their place, and the sum term by term. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { written } from '../../labs/numbers';
import type { ContextOfWord } from '../../labs/word2vec/protocol';
import type { NablaLab } from '../../nabla';
import { Ascent, countPairs, shares, sumOf, weigh } from '../ascent';
import { counts } from '../likelihood';
import { Drawn } from './pictured';

/** Genesis 1:3–5 in the World English Bible, which is in the public domain. */
const VERSES = `God said, Let there be light, and there was light.
God saw the light, and saw that it was good. God divided the light from the darkness.
God called the light Day, and the darkness he called Night. There was evening and there was morning, one day.`;
const WORDS = ['the', 'light', 'god', 'and', 'there', 'was', 'darkness', 'called'];
const SHOWN = 8;
const ROOM = 66;
const PACE = 60;

type Source = 'text' | 'lab';

/** What is shown: rows u, columns w. */
interface Matrices {
  words: readonly string[];
  n: number[][];
  /** Σ over all w of the vocabulary, not only those that are shown. */
  totals: number[];
  p: number[][];
  step: number;
}

export default class LikelihoodFigure extends Drawn {
  static override properties = { ...Drawn.properties, source: { state: true }, live: { state: true }, chosen: { state: true }, version: { state: true } };
  declare source: Source;
  declare live: Matrices | null;
  /** The pair that is written out: u, w. */
  declare chosen: [number, number];
  declare version: number;
  private readonly n = countPairs(VERSES, WORDS);
  private ascent = new Ascent(this.n);
  private timer = 0;

  constructor() {
    super();
    Object.assign(this, { source: 'text', live: null, chosen: [1, 0], version: 0 });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const step = this.tick;
    if (step < 1) return;
    const { words, n, total } = await counts(lab, SHOWN);
    const contexts = (await Promise.all(words.map((word) => lab.query('context', { word, of: words.join(), count: Math.min(total, 1) })))) as ContextOfWord[];
    const rows = words.map((_, u) => Array.from(n.subarray(u * words.length, (u + 1) * words.length)));
    const p = contexts.map(({ asked }) => words.map((word) => asked.find((each) => each.word === word)?.probability ?? NaN));
    if (!this.live) this.source = 'lab';
    this.live = { words, n: rows, totals: contexts.map(({ beside }) => beside), p, step };
  }

  private get matrices(): Matrices {
    if (this.source === 'lab' && this.live) return this.live;
    return { words: WORDS, n: this.n, totals: this.n.map(sumOf), p: this.ascent.p, step: this.ascent.step };
  }

  private climb(steps: number): void {
    clearInterval(this.timer);
    if (steps === 1 || !this.motion) {
      for (let step = 0; step < steps; step++) this.ascent.climb();
      this.version++;
      return;
    }
    let left = steps;
    this.timer = window.setInterval(() => {
      for (let step = 0; step < 4 && left > 0; step++, left--) this.ascent.climb();
      if (left <= 0) clearInterval(this.timer);
      this.version++;
    }, PACE);
  }

  private again(): void {
    clearInterval(this.timer);
    this.ascent = new Ascent(this.n);
    this.version++;
  }

  protected override render(): TemplateResult {
    const { t, source, live, matrices } = this;
    const wide = this.width >= 640 ? (this.width - 24) / 2 : Math.min(this.width, 420);
    const [u, w] = this.chosen;
    const { words, n, p } = matrices;
    const term = { w: words[w]!, u: words[u]!, n: t.plain(n[u]![w]!), p: written(p[u]![w]!, t), term: written(n[u]![w]! === 0 ? 0 : n[u]![w]! * Math.log(p[u]![w]!), t) };
    return html`<div class="controls">
        <div class="choice" role="radiogroup" aria-label=${t.t('figure-likelihood-source')}>
          ${(['text', 'lab'] as const).map((each) => html`<label><input type="radio" name="source" ?disabled=${each === 'lab' && !live} .checked=${source === each} @change=${() => (this.source = each)} />${t.t(`figure-likelihood-${each}`)}</label>`)}
        </div>
        ${source === 'text'
          ? html`<div class="choice">
              <button data-testid="climb" @click=${() => this.climb(1)}>${t.t('figure-likelihood-step')}</button>
              <button data-testid="climb-far" @click=${() => this.climb(100)}>${t.t('figure-likelihood-steps')}</button>
              <button class="quiet" @click=${this.again}>${t.t('figure-likelihood-again')}</button>
            </div>`
          : nothing}
        ${this.words('u', words, u, (chosen) => [chosen, w])} ${this.words('w', words, w, (chosen) => [u, chosen])}
      </div>
      <div class="panels">
        <div>${this.picture(wide + 22, t.t('figure-likelihood-counts'), t.t('figure-likelihood-desc'), this.matrix(n, wide, '', t.t('figure-likelihood-counts')), wide)}</div>
        <div>${this.picture(wide + 22, t.t('figure-likelihood-expected'), t.t('figure-likelihood-desc'), this.matrix(this.expected(matrices), wide, 'expected', t.t('figure-likelihood-expected')), wide)}</div>
      </div>
      <p class="equation" data-testid="term">${t.t('figure-likelihood-term', term)}</p>
      <p class="equation" data-testid="sum">${this.sum(matrices)}</p>
      <p class="recorded">${source === 'text' ? html`<span lang="en">${VERSES}</span><br />${t.t('figure-likelihood-own')}` : nothing}</p>
      ${this.tableBehind(t.t('figure-likelihood-table'), ['u', 'w', 'n', 'p(w|u)', 'n log p'], () =>
        words.flatMap((wordU, i) => words.flatMap((wordW, j) => (n[i]![j]! === 0 ? [] : [[wordU, wordW, t.plain(n[i]![j]!), written(p[i]![j]!, t), written(n[i]![j]! * Math.log(p[i]![j]!), t)]]))),
      )}`;
  }

  /** What the pointer does in the matrix: one half of the pair that is written out. */
  private words(name: 'u' | 'w', words: readonly string[], chosen: number, pair: (chosen: number) => [number, number]): TemplateResult {
    return html`<label><span>${name}</span>
      <select data-testid=${name} @change=${(event: Event) => (this.chosen = pair((event.target as HTMLSelectElement).selectedIndex))}>
        ${words.map((word, i) => html`<option lang="en" .selected=${i === chosen}>${word}</option>`)}
      </select>
    </label>`;
  }

  private expected({ totals, p }: Matrices): number[][] {
    return p.map((row, u) => row.map((value) => value * totals[u]!));
  }

  private sum({ n, p, step, words }: Matrices): string {
    const { t } = this;
    const sum = written(weigh(n, p), t);
    if (this.source === 'lab') return t.t('figure-likelihood-part', { sum, step });
    return t.t('figure-likelihood-sum', { sum, step, uniform: written(-sumOf(n.map(sumOf)) * Math.log(words.length), t), bound: written(weigh(n, shares(n)), t) });
  }

  private matrix(values: number[][], side: number, kind: string, name: string): SVGTemplateResult {
    const { t } = this;
    const { words, n } = this.matrices;
    const cell = (side - ROOM) / words.length;
    // Both matrices have one scale, so that they look alike when they are.
    const most = Math.max(...n.flat());
    const shade = (value: number) => Math.min(1, Math.log1p(value) / Math.log1p(most));
    const [cu, cw] = this.chosen;
    return svg`
      <text class="tick strong" x="0" y="12">${name}</text>
      <text class="tick" x=${ROOM - 8} y="34" text-anchor="end">u \\ w</text>
      ${words.map((word, w) => svg`<text class="tick" lang="en" transform="translate(${ROOM + (w + 0.5) * cell + 4} ${ROOM + 16}) rotate(-50)">${word}</text>`)}
      ${words.map((word, u) => svg`<text class="tick" lang="en" x=${ROOM - 6} y=${ROOM + 22 + (u + 0.5) * cell + 4} text-anchor="end">${word}</text>`)}
      ${values.map((row, u) =>
        row.map((value, w) => svg`<g class="pick" @click=${() => (this.chosen = [u, w])} @pointerenter=${() => (this.chosen = [u, w])}>
          <rect class="ground" x=${ROOM + w * cell} y=${ROOM + 22 + u * cell} width=${cell - 1} height=${cell - 1} />
          <rect class="cell ${kind}" x=${ROOM + w * cell} y=${ROOM + 22 + u * cell} width=${cell - 1} height=${cell - 1} fill-opacity=${(0.75 * shade(value)).toFixed(2)} />
          <text class="tick strong" x=${ROOM + (w + 0.5) * cell - 0.5} y=${ROOM + 22 + (u + 0.5) * cell + 4} text-anchor="middle">${this.short(value, kind)}</text></g>`),
      )}
      <rect class="chosen-cell" x=${ROOM + cw * cell - 0.5} y=${ROOM + 22 + cu * cell - 0.5} width=${cell} height=${cell} />
      <title>${t.t('figure-likelihood-title')}</title>`;
  }

  /** Four characters at most. */
  private short(value: number, kind: string): string {
    const { t } = this;
    if (!Number.isFinite(value)) return '';
    if (value >= 1e4) return `${t.integer(value / 1000)}k`;
    return kind && value < 100 ? t.fixed(value, 1) : t.plain(Math.round(value));
  }
}
