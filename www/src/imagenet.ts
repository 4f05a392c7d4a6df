/** ImageNet's top-5 error by year, the lecture's figure with its numbers and sources; `<nabla-imagenet lang="…">` is the whole of it. */
import { html, LitElement, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import english from '../locales/imagenet.en.ftl';
import russian from '../locales/imagenet.ru.ftl';
import { learn, pickLanguage, Translator } from './i18n';
import { HUMAN, SURVEY, WINNERS, WITH_EXTRA_DATA, type Source, type Winner } from './imagenet-results';
import { rows, scale, WIDE } from './labs/plot';
import { SizedView } from './labs/sized';
import { define, withStyles } from './lab/view';
import type { Lang } from './protocol';
import styles from './styles/imagenet.css';
import tokens from './styles/tokens.css';

/** Where the axis of errors ends, per cent. */
const MOST = 30;
/** Upright bars where there is room for the names below; else lying ones. */
const UPRIGHT = { height: 330, left: 40, right: 8, top: 26, bottom: 50, bar: 0.62 };
const LYING = { row: 46, right: 54, bar: 16, bottom: 24 };

class ImageNetChart extends SizedView {
  static override styles = withStyles(styles);

  protected override render(): TemplateResult {
    const { t, width } = this;
    const isUpright = width >= WIDE;
    const height = isUpright ? UPRIGHT.height : LYING.row * WINNERS.length + LYING.bottom;
    return html`
      <p class="lead">${t.t('imagenet-lead')}</p>
      <figure class="plot">
        <svg width=${width} height=${height} role="img" aria-label=${t.t('imagenet-label')}>${hatch} ${isUpright ? this.upright() : this.lying()}</svg>
      </figure>
      <p class="legend small">
        ${(['hand-made', 'learned'] as const).map((kind) => html`<span><svg class="swatch" width="22" height="14" aria-hidden="true">${bar(kind, 1, 1, 20, 12)}</svg>${t.t(`imagenet-${kind}`)}</span>`)}
        <span><svg class="swatch" width="22" height="14" aria-hidden="true"><line class="human" x1="0" x2="22" y1="7" y2="7" /></svg>${t.t('imagenet-human', { error: t.fixed(HUMAN, 1) })}</span>
        <span><svg class="swatch" width="22" height="14" aria-hidden="true"><line class="extra" x1="2" x2="20" y1="7" y2="7" /></svg>${t.t('imagenet-extra', { error: t.fixed(WITH_EXTRA_DATA.error, 1) })}</span>
      </p>
      <details data-testid="imagenet-table">
        <summary class="small">${t.t('imagenet-table')}</summary>
        ${this.table()}
      </details>
    `;
  }

  private error({ error }: { error: number }): string {
    return this.t.fixed(error, error < 4 ? 2 : 1);
  }

  private upright(): SVGTemplateResult {
    const { t, width } = this;
    const { height, left, right, top, bottom } = UPRIGHT;
    const floor = height - bottom;
    const y = scale([0, MOST], [floor, top]);
    const room = (width - left - right) / WINNERS.length;
    const wide = room * UPRIGHT.bar;
    return svg`
      <text class="tick" x=${left} y="12">${t.t('imagenet-axis')}</text>
      ${rows([0, 5, 10, 15, 20, 25, 30], y, left, width - right, t)}
      ${WINNERS.map((winner, i) => {
        const x = left + (i + 0.5) * room;
        return svg`${bar(winner.features, x - wide / 2, y(winner.error), wide, floor - y(winner.error))}
          ${winner.year === WITH_EXTRA_DATA.year ? svg`<line class="extra" x1=${x - wide / 2} x2=${x + wide / 2} y1=${y(WITH_EXTRA_DATA.error)} y2=${y(WITH_EXTRA_DATA.error)} />` : nothing}
          <text class="number over" x=${x} y=${Math.min(y(winner.error), winner.error < HUMAN ? y(HUMAN) : Infinity) - 7} text-anchor="middle">${this.error(winner)}</text>
          <text class="tick strong" x=${x} y=${floor + 19} text-anchor="middle">${winner.year}</text>
          <text class="tick" x=${x} y=${floor + 36} text-anchor="middle">${short(winner.team, room)}</text>`;
      })}
      <line class="human" x1=${left} x2=${width - right} y1=${y(HUMAN)} y2=${y(HUMAN)} />`;
  }

  private lying(): SVGTemplateResult {
    const { t, width } = this;
    const x = scale([0, MOST], [0, width - LYING.right]);
    const bottom = LYING.row * WINNERS.length;
    return svg`
      ${WINNERS.map((winner, i) => {
        const y = i * LYING.row;
        return svg`<text class="tick" x="0" y=${y + 16}><tspan class="strong">${winner.year}</tspan> ${winner.team}</text>
          ${bar(winner.features, 0, y + 22, x(winner.error), LYING.bar)}
          ${winner.year === WITH_EXTRA_DATA.year ? svg`<line class="extra" x1=${x(WITH_EXTRA_DATA.error)} x2=${x(WITH_EXTRA_DATA.error)} y1=${y + 22} y2=${y + 22 + LYING.bar} />` : nothing}
          <line class="human" x1=${x(HUMAN)} x2=${x(HUMAN)} y1=${y + 20} y2=${y + 24 + LYING.bar} />
          <text class="number over" x=${Math.max(x(winner.error), x(HUMAN)) + 7} y=${y + 35}>${this.error(winner)}</text>`;
      })}
      <text class="tick" x="0" y=${bottom + 18}>${t.t('imagenet-axis')}</text>`;
  }

  /** On a narrow page features and source stand below the winner. */
  private table(): TemplateResult {
    const { t } = this;
    const isWide = this.width >= WIDE;
    const person = { year: '–', name: t.t('imagenet-person'), error: HUMAN, features: '–', source: SURVEY };
    const lines = WINNERS.map((winner) => ({ ...winner, name: this.name(winner), features: t.t(`imagenet-features-${winner.features}`) }));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('imagenet-title')}>
        <table class="numbers">
          <caption class="sr">${t.t('imagenet-title')}</caption>
          <thead><tr>
            <th scope="col">${t.t('imagenet-year')}</th>
            <th scope="col">${t.t('imagenet-winner')}</th>
            <th scope="col" class="error">${t.t('imagenet-error')}</th>
            ${isWide ? html`<th scope="col">${t.t('imagenet-features')}</th><th scope="col">${t.t('imagenet-source')}</th>` : nothing}
          </tr></thead>
          <tbody>${[...lines, person].map(
            ({ year, name, error, features, source }) => html`<tr>
              <th scope="row">${year}</th>
              <td>${name}${isWide ? nothing : html`<div class="small">${features}</div><div class="small">${cite(source)}</div>`}</td>
              <td class="error" data-value=${error}>${this.error({ error })}</td>
              ${isWide ? html`<td>${features}</td><td>${cite(source)}</td>` : nothing}
            </tr>`,
          )}</tbody>
        </table>
      </div>
      <p class="small sources">${t.t('imagenet-numbers')} ${cite(SURVEY)}</p>`;
  }

  private name({ year, team }: Winner): string {
    return year === WITH_EXTRA_DATA.year ? `${team} ${this.t.t('imagenet-extra-short', { error: this.error(WITH_EXTRA_DATA) })}` : team;
  }
}

/** Told apart by hatching too. */
const hatch = svg`<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-back" /><line class="hatch-line" x1="0" x2="0" y1="0" y2="6" /></pattern></defs>`;

function bar(features: Winner['features'], x: number, y: number, width: number, height: number): SVGTemplateResult {
  return svg`<rect class="bar ${features}" x=${x} y=${y} width=${width} height=${height} rx="2" />`;
}

/** A name that is too wide for its bar loses what stands after its hyphen. */
function short(name: string, room: number): string {
  return name.length * 7 > room ? name.split('-')[0]! : name;
}

function cite({ cited, title, url, arxiv }: Source): TemplateResult {
  return html`<cite>${cited}: <a href=${url} target="_blank" rel="noreferrer">${title}</a>${arxiv ? html` <span class="arxiv">arXiv:${arxiv}</span>` : nothing}</cite>`;
}

/** The chart with its own colours and messages, for a page of its own. */
class ImageNet extends LitElement {
  static override properties = { lang: {} };
  static override styles = [unsafeCSS(tokens), unsafeCSS(':host{display:block;font-family:var(--nabla-font);font-size:var(--nabla-text);line-height:1.5;color:var(--nabla-ink)}')];
  private translator: Translator | undefined;
  private learnt: Lang | undefined;

  protected override render(): TemplateResult {
    const lang = pickLanguage(this.lang, document.documentElement.lang);
    if (this.learnt !== lang) {
      this.learnt = lang;
      void learn(lang)?.then(() => this.requestUpdate());
    }
    if (this.translator?.lang !== lang) this.translator = imagenetTranslator(lang);
    return html`<nabla-imagenet-chart lang=${lang} .t=${this.translator}></nabla-imagenet-chart>`;
  }
}

/** The chart's messages do not depend on who shows it. */
export function imagenetTranslator(lang: Translator['lang']): Translator {
  return new Translator(lang, { en: english, ru: russian });
}

define('nabla-imagenet-chart', ImageNetChart);
define('nabla-imagenet', ImageNet);
