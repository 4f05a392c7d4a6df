/** "Reads": the text the model has just read, each character with its surprise as bar and colour. */
import { html, nothing, type TemplateResult } from 'lit';
import surprise from '../styles/surprise.css';
import styles from '../styles/reading.css';
import { BUCKETS, bucket, mean } from './surprise';
import { define, View, withStyles } from './view';
import type { Written } from '../protocol';

/** Bars in half bits, as classes: a `style` attribute would need a laxer content security policy. */
const HALVES = 2 * BUCKETS;
const bars = Array.from({ length: HALVES + 1 }, (_, half) => `.h${half} { --bits: ${half / 2}; }`).join('\n');

class ReadingView extends View {
  static override properties = { ...View.properties, reading: { attribute: false }, running: { attribute: false } };
  static override styles = withStyles(surprise, bars, styles);
  declare reading: Written | null;
  declare running: boolean;
  /** The pointer rests on the text: it stands still, so that it can be read. */
  private held = false;

  protected override shouldUpdate(changed: Map<string, unknown>): boolean {
    return !(this.held && changed.size === 1 && changed.has('reading') && this.reading);
  }

  private hold(held: boolean): void {
    this.held = held;
    if (!held) this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { t, reading } = this;
    return html`
      <div class="head">
        <h2>${t.t('reads')}</h2>
        <p class="lead">${t.t('reads-lead')}</p>
      </div>
      <div
        class="text"
        data-testid="reading"
        @pointerenter=${() => this.hold(true)}
        @pointerleave=${() => this.hold(false)}
      >
        ${reading
          ? html`<span class="sr">${reading.text}</span>
              <div class="cells" aria-hidden="true">${this.cells(reading)}</div>`
          : html`<p class="empty">${t.t(this.running ? 'status-first' : 'reads-empty')}</p>`}
      </div>
      <div class="foot">
        ${this.legend()}
        <p class="small numbers mean">
          ${reading ? t.t('reads-mean', { bits: t.fixed(mean(reading.bits), 2) }) : nothing}
        </p>
      </div>
    `;
  }

  private cells({ text, bits }: Written): TemplateResult[] {
    return [...text].map((character, index) => {
      const value = bits[index] ?? 0;
      const half = Math.min(HALVES, Math.round(value * 2));
      const control = /\s/.test(character) && character !== ' ';
      return html`<span class="cell h${half}" title=${this.cellTitle(character, value)}
        ><span class="glyph s${bucket(value)} ${control ? 'control' : ''}">${glyph(character)}</span></span
      >`;
    });
  }

  private nameOf(character: string): string {
    if (character === ' ') return this.t.t('character-space');
    return character === '\n' ? this.t.t('character-newline') : character;
  }

  private cellTitle(character: string, bits: number): string {
    const p = 2 ** -bits;
    const shown = p < 0.001 ? p.toExponential(1) : this.t.fixed(p, 3);
    return this.t.t('cell-title', { character: this.nameOf(character), bits: this.t.fixed(bits, 2), p: shown });
  }

  private legend(): TemplateResult {
    const { t } = this;
    const high = BUCKETS - 1;
    const levels = Array.from({ length: BUCKETS }, (_, level) => html`<span class="swatch s${level}"></span>`);
    return html`
      <p class="legend small numbers">
        <span>${t.t('surprise-legend')}</span>
        <span class="end">0<span class="words">: ${t.t('surprise-low')}</span></span>
        <span class="scale" aria-hidden="true">${levels}</span>
        <span class="end">${high}+<span class="words">: ${t.t('surprise-high', { odds: 2 ** high })}</span></span>
      </p>
    `;
  }
}

function glyph(character: string): string {
  if (character === ' ') return '\u00a0';
  if (character === '\n') return '↵';
  return /\s/.test(character) ? '→' : character;
}

define('nabla-reading', ReadingView);
