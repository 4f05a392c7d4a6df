/** Every feature that is made by hand, explained, drawn over a chosen image, with its numbers. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/features.css';
import { decimal } from '../numbers';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { bound, grey, painted, signed, type Paint } from '../vision/raster';
import type { Looked } from './features';
import { className, pictureName, valueName } from './names';
import { KINDS } from './presets';
import type { FeatureKind, FeatureLook, FeaturesConfig, FeatureValue } from './protocol';
import type { Run } from './run';

/** Numbers that are shown of every feature: those that tell most of the class. */
const SHOWN = 4;

type Answer = FeatureLook & { arrays: Float32Array[] };

class LookView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    looked: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: FeaturesConfig;
  declare ready: boolean;
  declare looked: Looked;
  declare actions: { look(looked: Partial<Looked>): void };
  declare ask: Ask;
  /** Features whose table is open. */
  declare opened: FeatureKind[];
  private readonly looks = new Map(KINDS.map((kind) => [kind, new Question<Answer>(this)]));

  constructor() {
    super();
    this.opened = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) for (const look of this.looks.values()) look.forget();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.ready || !this.isSeen) return;
    const { part, index } = this.looked;
    // One after the other: the worker that answers may be training.
    for (const [kind, look] of this.looks) look.ask(`${this.generation} ${part} ${index}`, 0, () => this.ask('feature', { name: kind, part, index }));
  }

  protected override render(): TemplateResult {
    const { t, run, looked } = this;
    const most = (run.data?.[looked.part] ?? 1) - 1;
    const label = this.looks.get('means')!.answer?.image.label ?? null;
    const go = (index: number) => this.actions.look({ index: Math.max(0, Math.min(most, Math.round(index))) });
    return html`<h2>${t.t('features-look')}</h2>
      <p class="lead">${t.t('features-look-lead')}</p>
      <div class="choose numbers">
        <label class="small">${t.t('features-part')}
          <select data-testid="part" @change=${(event: Event) => this.actions.look({ part: (event.target as HTMLSelectElement).value as Looked['part'], index: 0 })}>
            ${(['test', 'train'] as const).map((part) => html`<option value=${part} .selected=${part === looked.part}>${t.t(`features-part-${part}`)}</option>`)}
          </select></label>
        <label class="small">${t.t('features-index')}
          <input type="number" min="0" max=${most} step="1" data-testid="index" .value=${String(looked.index)} @change=${(event: Event) => go(Number((event.target as HTMLInputElement).value))} /></label>
        <button @click=${() => go(looked.index - 1)} ?disabled=${looked.index === 0} aria-label=${t.t('features-previous')}>←</button>
        <button @click=${() => go(looked.index + 1)} ?disabled=${looked.index >= most} aria-label=${t.t('features-next')}>→</button>
        <button @click=${() => go(Math.random() * most)}>${t.t('features-any')}</button>
        <span data-testid="label">${t.t('features-is', { label: this.named(label) })}</span>
      </div>
      <div class="kinds">${KINDS.map((kind) => this.kind(kind))}</div>`;
  }

  private named(label: number | null): string {
    const { run, t } = this;
    return className(label, run.data?.data ?? '', run.data?.classes ?? [], t);
  }

  private kind(kind: FeatureKind): TemplateResult {
    const { t } = this;
    const answer = this.looks.get(kind)!.answer;
    const isUsed = this.config.features.includes(kind);
    const values = answer ? [...answer.values].sort((a, b) => b.told - a.told).slice(0, SHOWN) : [];
    return html`<section class=${kind} aria-labelledby="kind-${kind}" data-testid="kind-${kind}">
      <h3 id="kind-${kind}">${t.t(`features-kind-${kind}`)} <span class="small badge">${isUsed ? t.t('features-used') : t.t('features-not-used')}</span></h3>
      <p class="small">${t.t(`features-about-${kind}`)}</p>
      <div class="pictures">${answer ? answer.pictures.map((picture, i) => this.picture(kind, picture.name, picture.size, picture.signed, drawn(answer, i))) : html`<span class="raster"></span>`}</div>
      ${answer
        ? html`<p class="small">${t.t('features-most-telling', { count: t.integer(answer.values.length) })} ${kind === 'pca' ? this.explained(answer) : nothing}</p>${this.table(kind, values, 'most')}
          <details @toggle=${(event: Event) => this.toggle(kind, (event.target as HTMLDetailsElement).open)}><summary class="small">${t.t('features-all-numbers', { count: t.integer(answer.values.length) })}</summary>
            ${this.opened.includes(kind) ? this.table(kind, answer.values, 'all') : nothing}</details>`
        : nothing}
    </section>`;
  }

  private toggle(kind: FeatureKind, isOpen: boolean): void {
    this.opened = isOpen ? [...this.opened, kind] : this.opened.filter((other) => other !== kind);
  }

  private explained({ explained }: Answer): string {
    const { t } = this;
    const sum = explained.reduce((all, share) => all + share, 0);
    return t.t('features-explained', { count: explained.length, share: t.fixed(100 * sum, 0) });
  }

  private picture(kind: FeatureKind, name: string, [, columns]: [number, number], isSigned: boolean, values: Float32Array): TemplateResult {
    const { t } = this;
    const label = pictureName(name, t);
    const number = /^component\.(\d+)$/.exec(name)?.[1];
    return html`<figure><canvas class="raster" role="img" aria-label="${t.t(`features-kind-${kind}`)}: ${label}" ${painted(values, columns, paintOf(name, isSigned, values))}></canvas>
      <figcaption class="small">${number ? t.integer(Number(number) + 1) : label}</figcaption></figure>`;
  }

  private table(kind: FeatureKind, values: readonly FeatureValue[], id: string): TemplateResult {
    const { t } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="${t.t(`features-kind-${kind}`)} (${id === 'all' ? t.t('features-column-all') : t.t('features-column-most')})"><table class="numbers" data-testid="values-${kind}-${id}">
      <caption class="sr">${t.t(`features-kind-${kind}`)}</caption>
      <thead><tr><th scope="col">${t.t('features-column-measured')}</th><th scope="col">${t.t('features-column-here')}</th><th scope="col">${t.t('features-column-mean')}</th><th scope="col">${t.t('features-column-told')}</th></tr></thead>
      <tbody>${values.map(({ name, value, mean, deviation, told }) => html`<tr data-name=${name} data-value=${value}><th scope="row">${valueName(name, t)}</th>
        <td>${decimal(value, t)}</td><td>${decimal(mean, t)} ± ${decimal(deviation, t)}</td><td>${t.fixed(100 * told, 0)} %</td></tr>`)}</tbody>
    </table></div>`;
  }
}

/** Where there is no edge its direction means nothing: it is left out. */
function drawn({ pictures, arrays }: Answer, i: number): Float32Array {
  const strength = arrays[pictures.findIndex(({ name }) => name === 'strength')];
  if (pictures[i]!.name !== 'direction' || !strength) return arrays[i]!;
  const least = 0.15 * bound(strength);
  return arrays[i]!.map((angle, at) => (strength[at]! < least ? NaN : angle));
}

/** Directions are colours around a circle; the rest is grey, or orange and blue. */
function paintOf(name: string, isSigned: boolean, values: Float32Array): Paint {
  if (name === 'direction') return (angle, picture, at) => picture.set(Number.isNaN(angle) ? [0, 0, 0, 255] : hue(angle / Math.PI), at);
  const isImage = name === 'image' || name === 'rebuilt';
  if (isSigned && !isImage) return signed(bound(values));
  const most = isImage ? 1 : bound(values);
  return (value, picture, at) => grey(most > 0 ? value / most : 0, picture, at);
}

function hue(turn: number): [number, number, number, number] {
  const level = (shift: number) => 255 * Math.min(1, Math.max(0, Math.abs((((turn + shift) % 1) * 6) - 3) - 1));
  return [level(0), level(2 / 3), level(1 / 3), 255];
}

define('nabla-features-look', LookView);
