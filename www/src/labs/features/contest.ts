/** Accuracy of all models against what is tried, how long they train, and in words when each wins. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/features.css';
import { apart, labelRoom, linePath, rows, scale, ticks } from '../plot';
import { powerOfTen } from '../numbers';
import type { Ask } from '../question';
import { SizedView } from '../sized';
import { EXPERIMENTS } from './presets';
import type { FeatureExperiment, FeatureModel, FeaturesConfig, Point } from './protocol';
import './permuted';
import type { Line, Run } from './run';
import { amount, seconds, verdict } from './verdict';

const HEIGHT = 280;
const TIME_HEIGHT = 200;
const ROOM = { left: 48, right: 14, top: 12, bottom: 38 };

class ContestView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    running: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: FeaturesConfig;
  declare ready: boolean;
  declare running: boolean;
  declare actions: { configure(change: { experiment: FeatureExperiment }): unknown; all(): unknown; save(): unknown };
  declare ask: Ask;


  protected override render(): TemplateResult {
    const { t, run, config } = this;
    const { experiment } = config;
    const lines = run.lines;
    const said = verdict(run, t, (series) => this.name(series));
    return html`<h2>${t.t('features-contest')}</h2>
      <div class="tabs" role="radiogroup" aria-label=${t.t('setting-experiment')}>
        ${EXPERIMENTS.map((each) => html`<label class="tab"><input type="radio" name="experiment" value=${each} .checked=${experiment === each}
          ?disabled=${config.lock.includes('experiment')} title=${config.lock.includes('experiment') ? t.t('setting-locked') : nothing} @change=${() => void this.actions.configure({ experiment: each })} />
          <span>${t.t(`features-experiment-${each}`)}</span></label>`)}
      </div>
      <p class="lead">${t.t(`features-lead-${experiment}`, { train: t.integer(Math.min(config.trainOn, run.data?.train ?? config.trainOn)), test: t.integer(run.data?.tested ?? config.testImages) })}</p>
      <p class="small numbers now" data-testid="now">${this.now()}</p>
      <div class="verdict" data-testid="verdict">${said.length > 0
        ? html`<ul>${said.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
        : html`<p>${t.t('features-verdict-none')}</p>`}</div>
      ${experiment === 'locality' ? html`<nabla-features-permuted .t=${t} .run=${run} .generation=${this.generation} .ready=${this.ready} .ask=${this.ask}></nabla-features-permuted>` : nothing}
      <p class="legend small">${lines.map(({ series, model, permuted }) => html`<span>${swatch(model, permuted)}${this.name(series)}</span>`)}</p>
      ${config.hide.includes('accuracy') ? nothing : html`<figure class="plot" data-panel="accuracy"><figcaption class="small">${t.t('features-accuracy')}</figcaption>${this.accuracy(lines)}</figure>`}
      ${config.hide.includes('time') ? nothing : html`<figure class="plot" data-panel="time"><figcaption class="small">${t.t('features-time')}</figcaption>${this.time(lines)}</figure>`}
      ${this.tableBehind(() => this.table())}
      <p class="buttons"><button ?disabled=${!this.ready || this.running || config.lock.includes('presets')} @click=${() => void this.actions.all()}>${t.t('features-all')}</button>
        <button class="quiet" ?disabled=${!this.ready} @click=${() => this.actions.save()}>${t.t('features-save')}</button></p>`;
  }

  private name(series: string): string {
    const { t } = this;
    const [model, permuted] = series.split('.');
    const name = t.t(`features-model-${model}`);
    return permuted ? t.t('features-permuted', { model: name }) : name;
  }

  private now(): string {
    const { t, run } = this;
    if (run.metrics?.finished || (!this.running && run.isDone(run.experiment))) return t.t('features-all-done');
    if (!run.now || !this.running) return run.metrics ? t.t('features-so-far', { points: run.metrics.points, total: run.metrics.total }) : '';
    const { series, x, phase, share } = run.now;
    return t.t('features-now', { model: this.name(series), x: amount(x, t), phase: t.t(`features-phase-${phase}`), percent: t.integer(Math.round(100 * share)) });
  }

  // ---- pictures

  /** Of the experiment whose points are drawn: the settings change a moment later. */
  private get isLog(): boolean {
    return this.run.experiment === 'samples' || this.run.experiment === 'locality';
  }

  /** The horizontal scale, with its marks. */
  private axis(xs: number[], right: number, bottom: number): { x: (value: number) => number; marks: SVGTemplateResult } {
    const { t, isLog } = this;
    const [low, high] = [xs[0] ?? 1, xs.at(-1) ?? 10];
    const at = scale(isLog ? [Math.log10(low), Math.log10(high)] : [low, high], [ROOM.left + 6, right - 6]);
    const x = (value: number) => at(isLog ? Math.log10(value) : value);
    let last = -Infinity;
    const shown = xs.filter((value) => {
      const isFree = x(value) - last >= 44 || value === high;
      if (isFree) last = x(value);
      return isFree;
    });
    const free = shown.filter((value, i) => i === shown.length - 1 || x(high) - x(value) >= 44);
    return {
      x,
      marks: svg`${free.map((value) => svg`<line class="grid" x1=${x(value)} x2=${x(value)} y1=${bottom} y2=${bottom + 4} />
        <text class="tick" x=${x(value)} y=${bottom + 18} text-anchor="middle">${amount(value, t)}</text>`)}
        <text class="tick" x=${right} y=${bottom + 34} text-anchor="end">${t.t(`features-axis-${this.run.experiment}`)}</text>`,
    };
  }

  private right(lines: Line[]): number {
    return this.width - ROOM.right - labelRoom(lines.map(({ series }) => this.name(series)), this.width);
  }

  private accuracy(lines: Line[]): TemplateResult {
    const { t, width, run } = this;
    const [bottom, right] = [HEIGHT - ROOM.bottom, this.right(lines)];
    const { x, marks } = this.axis(run.xs, right, bottom);
    const y = scale([0, 100], [bottom, ROOM.top]);
    const places = (line: Line) => line.points.map((point) => ({ x: x(point.x), y: y(100 * point.accuracy) }));
    return html`<svg width=${width} height=${HEIGHT} role="img" data-testid="accuracy" aria-label=${t.t('features-accuracy-label', { experiment: t.t(`features-experiment-${this.config.experiment}`) })}>
      ${rows(ticks(0, 100, 5), y, ROOM.left, right, t)} ${marks}
      ${lines.map((line) => this.line(line, places(line)))} ${this.labels(lines, places, right, bottom)}
    </svg>`;
  }

  private time(lines: Line[]): TemplateResult {
    const { t, width, run } = this;
    const trained = lines.map((line) => ({ ...line, points: line.points.filter(({ trainSeconds }) => trainSeconds > 0) }));
    if (!this.isLog) return this.bars(trained);
    const [bottom, right] = [TIME_HEIGHT - ROOM.bottom, this.right(lines)];
    const { x, marks } = this.axis(run.xs, right, bottom);
    const logs = trained.flatMap(({ points }) => points.map(({ trainSeconds }) => Math.log10(trainSeconds)));
    const [low, high] = logs.length > 0 ? [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))] : [-2, 2];
    const y = scale([low, Math.max(low + 1, high)], [bottom, ROOM.top]);
    const decades = Array.from({ length: Math.max(1, high - low) + 1 }, (_, i) => low + i);
    const places = (line: Line) => line.points.map((point) => ({ x: x(point.x), y: y(Math.log10(point.trainSeconds)) }));
    return html`<svg width=${width} height=${TIME_HEIGHT} role="img" data-testid="time" aria-label=${t.t('features-time-label')}>
      ${decades.map((n) => svg`<line class="grid" x1=${ROOM.left} x2=${right} y1=${y(n)} y2=${y(n)} />
        <text class="tick" x=${ROOM.left - 8} y=${y(n) + 4} text-anchor="end">${n >= 0 && n < 3 ? t.integer(10 ** n) : powerOfTen(n)}</text>`)} ${marks}
      ${trained.map((line) => this.line(line, places(line)))} ${this.labels(trained, places, right, bottom)}
    </svg>`;
  }

  /** Where every model is trained once, one bar each. */
  private bars(lines: Line[]): TemplateResult {
    const { t, width } = this;
    const all = lines.flatMap(({ series, model, points }) => (points[0] ? [{ series, model, time: points[0].trainSeconds }] : []));
    const most = Math.max(1e-9, ...all.map(({ time }) => time));
    const left = Math.min(170, width / 2.4);
    return html`<svg width=${width} height=${Math.max(24, 26 * all.length)} role="img" data-testid="time" aria-label=${t.t('features-time-label')}>
      ${all.map(({ series, model, time }, i) => svg`<text class="tick" x="0" y=${26 * i + 16}>${this.name(series)}</text>
        <rect class="bar ${model}" x=${left} y=${26 * i + 5} width=${Math.max(2, ((width - left - 76) * time) / most)} height="14" rx="2" />
        <text class="tick" x=${left + Math.max(2, ((width - left - 76) * time) / most) + 6} y=${26 * i + 16}>${seconds(time, t)}</text>`)}
    </svg>`;
  }

  private line({ series, model, permuted }: Line, places: { x: number; y: number }[]): SVGTemplateResult {
    return svg`<g class="${model} ${permuted ? 'permuted' : ''}" data-series=${series}><path class="line" d=${linePath(places)} />
      ${places.map(({ x, y }) => svg`<path class="mark" d=${mark(model, x, y)} />`)}</g>`;
  }

  private labels(lines: Line[], places: (line: Line) => { x: number; y: number }[], right: number, bottom: number): SVGTemplateResult[] {
    if (right > this.width - ROOM.right - 1) return [];
    const drawn = lines.filter(({ points }) => points.length > 0);
    const ys = apart(drawn.map((line) => places(line).at(-1)!.y), 15, ROOM.top, bottom);
    return drawn.map(({ series, model }, i) => svg`<text class="tick name ${model}" x=${right + 6} y=${ys[i]! + 4}>${this.name(series)}</text>`);
  }

  private table(): TemplateResult {
    const { t, run } = this;
    const points: Point[] = run.lines.flatMap((line) => line.points);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('features-accuracy')}><table class="numbers" data-testid="points">
      <caption class="sr">${t.t('features-accuracy')}</caption>
      <thead><tr><th scope="col">${t.t('features-model')}</th><th scope="col">${t.t(`features-axis-${this.run.experiment}`)}</th><th scope="col">${t.t('features-column-train')}</th>
        <th scope="col">${t.t('features-column-right')}</th><th scope="col">${t.t('features-accuracy')}</th><th scope="col">${t.t('features-column-training')}</th><th scope="col">${t.t('features-column-testing')}</th><th scope="col">${t.t('setting-seed')}</th></tr></thead>
      <tbody>${points.map((point) => html`<tr data-series=${point.series} data-x=${point.x} data-value=${point.accuracy}>
        <th scope="row">${this.name(point.series)}</th><td>${amount(point.x, t)}</td><td>${t.integer(point.train)}</td>
        <td>${t.integer(point.right)} / ${t.integer(point.test)}</td><td>${t.fixed(100 * point.accuracy, 1)}</td><td>${seconds(point.trainSeconds, t)}</td><td>${seconds(point.testSeconds, t)}</td><td>${String(point.seed)}</td></tr>`)}</tbody>
    </table></div>`;
  }
}

/** A marker of its own for every model. */
function mark(model: FeatureModel, x: number, y: number, r = 4): string {
  switch (model) {
    case 'logistic':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'knn':
      return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'tree':
      return `M${x} ${y - 1.2 * r}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z`;
    case 'mlp':
      return `M${x} ${y - 1.4 * r}l${1.4 * r} ${1.4 * r}l${-1.4 * r} ${1.4 * r}l${-1.4 * r} ${-1.4 * r}z`;
    case 'cnn':
      return `M${x - 1.3 * r} ${y - 0.9 * r}h${2.6 * r}l${-1.3 * r} ${2.2 * r}z`;
  }
}

export function swatch(model: FeatureModel, permuted: boolean): TemplateResult {
  return html`<svg class="swatch ${model} ${permuted ? 'permuted' : ''}" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
    <line class="line" x1="0" y1="7" x2="28" y2="7" /><path class="mark" d=${mark(model, 14, 7)} /></svg>`;
}

define('nabla-features-contest', ContestView);
