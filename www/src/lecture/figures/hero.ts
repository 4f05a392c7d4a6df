/** The page's head: a recorded run of the character lab learns to write, until the reader lets it train here. */
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { linePath, scale } from '../../labs/plot';
import recorded from '../../../data/recorded/hero.json';
import { Drawn } from './pictured';

/** As tests/e2e/record.mjs writes it. */
interface Run {
  /** [step, bits per character over the steps before it] */
  bits: [number, number][];
  written: { step: number; text: string }[];
}

const RUN = recorded as unknown as Run;
/** One sample is written in so many frames of so many ms, and stays for a while. */
const WRITING = { frames: 24, every: 50, stays: 700 };
const CHART = { height: 150, left: 34, right: 10, top: 12, bottom: 24 };

export default class HeroFigure extends Drawn {
  static override properties = { ...Drawn.properties, at: { state: true }, shown: { state: true }, playing: { state: true } };
  /** Which sample. */
  declare at: number;
  /** So much of it is written, 0…1. */
  declare shown: number;
  declare playing: boolean;
  private timer = 0;

  constructor() {
    super();
    Object.assign(this, { at: 0, shown: 0, playing: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.motion) this.play();
    else this.end();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.get('motion') === true && !this.motion) this.end();
  }

  private end(): void {
    this.stop();
    Object.assign(this, { at: RUN.written.length - 1, shown: 1 });
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.playing = false;
  }

  private play(): void {
    if (this.at >= RUN.written.length - 1 && this.shown >= 1) Object.assign(this, { at: 0, shown: 0 });
    this.playing = true;
    this.frame();
  }

  private frame(): void {
    const isWritten = this.shown >= 1;
    if (isWritten && this.at >= RUN.written.length - 1) return this.stop();
    if (isWritten) Object.assign(this, { at: this.at + 1, shown: 0 });
    else this.shown += 1 / WRITING.frames;
    this.timer = window.setTimeout(() => this.frame(), this.shown >= 1 ? WRITING.stays : WRITING.every);
  }

  private go(at: number): void {
    this.stop();
    Object.assign(this, { at, shown: 1 });
  }

  protected override render(): TemplateResult | typeof nothing {
    // The lab itself is below now.
    if (this.lab) return nothing;
    const { t, at, playing } = this;
    const { step } = RUN.written[at]!;
    return html`<div class="hero">
        <div class="paper">
          <p class="small numbers" data-testid="hero-step">${t.t('hero-step', { step })}</p>
          <p class="written" lang="en" aria-live="off" data-testid="hero-text">${this.text()}</p>
        </div>
        ${this.picture(CHART.height, t.t('hero-title'), t.t('hero-desc'), this.curve(step), this.chartWidth)}
      </div>
      <div class="controls">
        <button class="primary" data-testid="hero-train" @click=${this.train}>${t.t('hero-train')}</button>
        <button @click=${() => (playing ? this.stop() : this.play())}>${t.t(playing ? 'hero-pause' : 'hero-play')}</button>
        <label class="grow"><span class="sr">${t.t('hero-sample')}</span>
          <input type="range" min="0" max=${RUN.written.length - 1} .value=${String(at)} aria-valuetext=${t.t('hero-step', { step })} @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>
      <p class="recorded" data-testid="hero-recorded">${t.t('hero-recorded')}</p>`;
  }

  /** What is not written yet takes its room, so that nothing below it jumps. */
  private text(): TemplateResult {
    const { text } = RUN.written[this.at]!;
    const end = Math.round(this.shown * text.length);
    return html`${text.slice(0, end)}<span class="to-come" aria-hidden="true">${text.slice(end)}</span>`;
  }

  private get chartWidth(): number {
    return this.width >= 640 ? ((this.width - 24) * 5) / 11 : this.width;
  }

  private curve(step: number): SVGTemplateResult {
    const { bits, written } = RUN;
    const { t, chartWidth: width } = this;
    const { height, left, right, top, bottom } = CHART;
    const x = scale([0, written.at(-1)!.step], [left, width - right]);
    const y = scale([2, 6], [height - bottom, top]);
    const until = bits.filter(([at]) => at <= step);
    const now = until.at(-1);
    const isLate = now !== undefined && x(now[0]) > width / 2; // then it stands to the left
    return svg`${[2, 3, 4, 5, 6].map((tick) => svg`<line class="grid" x1=${left} x2=${width - right} y1=${y(tick)} y2=${y(tick)} /><text class="tick" x=${left - 8} y=${y(tick) + 4} text-anchor="end">${tick}</text>`)}
      <path class="loss faint" d=${linePath(bits.map(([at, value]) => ({ x: x(at), y: y(value) })))} />
      <path class="loss" d=${linePath(until.map(([at, value]) => ({ x: x(at), y: y(value) })))} />
      ${now ? svg`<circle class="dot" cx=${x(now[0])} cy=${y(now[1])} r="4" /><text class="tick strong" x=${isLate ? x(now[0]) : x(now[0]) + 8} y=${y(now[1]) - 10} text-anchor=${isLate ? 'end' : 'start'}>${t.t('hero-bits', { bits: t.fixed(now[1], 2) })}</text>` : nothing}
      <text class="tick" x=${left} y=${height - 6}>0</text>
      <text class="tick" x=${width - right} y=${height - 6} text-anchor="end">${t.t('hero-steps', { steps: written.at(-1)!.step })}</text>`;
  }

  private readonly train = () => {
    this.stop();
    this.dispatchEvent(new CustomEvent('lecture-start', { bubbles: true, composed: true }));
  };
}
