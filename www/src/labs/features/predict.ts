/** What every trained model makes of the chosen image, and why where it can say so. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/features.css';
import { decimal } from '../numbers';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { grey, painted } from '../vision/raster';
import { swatch } from './contest';
import type { Looked } from './features';
import { className, valueName } from './names';
import type { FeaturesConfig, ImageInfo, Prediction, Verdict } from './protocol';
import type { Run } from './run';

type Shown = ImageInfo & { arrays: Float32Array[] };

class PredictView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    looked: { attribute: false },
    ask: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: FeaturesConfig;
  declare ready: boolean;
  declare looked: Looked;
  declare ask: Ask;
  private readonly said = new Question<Prediction>(this);
  private readonly image = new Question<Shown>(this);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) [this.said, this.image].forEach((question) => question.forget());
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.ready || !this.isSeen) return;
    const { part, index } = this.looked;
    const about = `${this.generation} ${part} ${index}`;
    this.image.ask(about, 0, () => this.ask('image', { part, index }));
    if (this.run.metrics) this.said.ask(about, this.run.metrics.points, () => this.ask('predict', { part, index }));
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const { answer } = this.said;
    const image = this.image.answer;
    const verdicts = answer?.verdicts ?? [];
    return html`<h2>${t.t('features-predict')}</h2>
      <p class="lead">${t.t(verdicts.length > 0 ? 'features-predict-lead' : 'features-predict-none')}</p>
      <div class="said">
        ${image ? html`<figure><canvas class="raster" role="img" aria-label=${t.t('features-chosen')} ${painted(image.arrays[0]!, image.size[1], grey)}></canvas><figcaption class="small">${this.name(image.label)}</figcaption></figure>` : nothing}
        ${verdicts.length > 0 ? this.table(verdicts, answer!.image.label) : nothing}
      </div>
      ${verdicts.map((each) => this.why(each))}`;
  }

  private name(label: number | null): string {
    const { run, t } = this;
    return className(label, run.data?.data ?? '', run.data?.classes ?? [], t);
  }

  private model({ series, model }: Verdict): string {
    const { t } = this;
    const name = t.t(`features-model-${model}`);
    return series.includes('.') ? t.t('features-permuted', { model: name }) : name;
  }

  private table(verdicts: Verdict[], label: number | null): TemplateResult {
    const { t } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('features-predict')}><table class="numbers" data-testid="verdicts">
      <caption class="sr">${t.t('features-predict')}</caption>
      <thead><tr><th scope="col">${t.t('features-model')}</th><th scope="col">${t.t('features-column-says')}</th><th scope="col">${t.t('features-column-sure')}</th><th scope="col">${t.t('features-column-train')}</th></tr></thead>
      <tbody>${verdicts.map((each) => html`<tr data-series=${each.series} data-value=${each.class}>
        <th scope="row">${swatch(each.model, each.series.includes('.'))}${this.model(each)}</th>
        <td>${this.name(each.class)} ${label === null ? nothing : html`<span class=${each.class === label ? 'right' : 'wrong'}>${t.t(each.class === label ? 'features-right' : 'features-wrong')}</span>`}</td>
        <td>${t.fixed(100 * (each.probabilities[each.class] ?? 0), 0)} %</td><td>${t.integer(each.train)}</td></tr>`)}</tbody>
    </table></div>`;
  }

  /** Neighbours vote, and a tree asks; the others cannot say it so shortly. */
  private why(each: Verdict): TemplateResult | typeof nothing {
    const { t } = this;
    if (each.neighbours.length > 0) {
      const names = each.neighbours.map(({ label, index, distance }) => t.t('features-neighbour', { label: this.name(label), index: t.integer(index), distance: t.fixed(distance, 2) }));
      return html`<p class="small numbers"><b>${this.model(each)}:</b> ${t.t('features-neighbours-asked')} ${names.join('; ')}.</p>`;
    }
    if (each.questions.length === 0) return nothing;
    return html`<details class="small"><summary class="small"><b>${this.model(each)}:</b> ${t.t('features-questions', { count: each.questions.length })}</summary>
      <ol class="questions numbers">${each.questions.map(({ name, value, threshold, yes }) => html`<li>${t.t('features-question', { name: valueName(name, t), threshold: decimal(threshold, t), value: decimal(value, t), answer: t.t(yes ? 'features-yes' : 'features-no') })}</li>`)}</ol></details>`;
  }
}

define('nabla-features-predict', PredictView);
