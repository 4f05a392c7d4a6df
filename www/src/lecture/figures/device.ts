/** Item 4: one product of matrices on a processor and on a graphics card: how it is shared out, and how long it takes here. */
import { html, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import { Contest, gflops, isMeasured, type Place } from '../../bench/contest';
import { BACKENDS, type Backend, type Item, type Measurement } from '../../bench/protocol';
import styles from '../../styles/lecture-figures.css';
import { LectureFigure } from './figure';

const WORKER = new URL('./bench-worker.js', import.meta.url);
/** What is timed: a product, a recurrent and a convolutional step. */
const TIMED: readonly Item[] = ['mm512', 'lstm', 'cnn'];
const PLACES: readonly Place[] = TIMED.flatMap((item) => BACKENDS.map((backend) => ({ item, backend })));

/** The drawing: numbers of C, and how many a processor makes at a time. */
const [ROWS, COLUMNS, LANES] = [8, 16, 4];
const CELLS = ROWS * COLUMNS;
/** Moments of the drawing, and when a GPU has been told what to do and has done it. */
const [MOMENTS, LAUNCHED, DONE] = [CELLS / LANES, 6, 8];
const REST = 180; // ms

export default class Device extends LectureFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  static override properties = { ...LectureFigure.properties, moment: { state: true }, goes: { state: true } };
  declare moment: number;
  declare goes: boolean;
  private timer = 0;
  private readonly contest = new Contest(WORKER, () => this.requestUpdate(), PLACES);

  constructor() {
    super();
    Object.assign(this, { moment: 7, goes: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.contest.stop();
    clearInterval(this.timer);
    this.goes = false;
  }

  private readonly toggle = () => {
    clearInterval(this.timer);
    this.goes = !this.goes;
    if (!this.goes) return;
    if (this.moment >= MOMENTS) this.moment = 0;
    this.timer = window.setInterval(() => {
      this.moment++;
      if (this.moment >= MOMENTS) this.toggle();
    }, REST);
  };

  protected override render(): TemplateResult {
    const { t, moment } = this;
    return html`<figure class="card" aria-label=${t.t('fig-device')}>
      <div class="controls">
        <button data-testid="go" @click=${this.toggle}>${t.t(this.goes ? 'fig-device-stop' : 'fig-device-go')}</button>
        <label class="small range"><span>${t.t('fig-device-moment')} <output class="numbers">${moment}</output></span>
          <input type="range" min="0" max=${MOMENTS} .value=${String(moment)} @input=${(event: Event) => (this.moment = Number((event.target as HTMLInputElement).value))} /></label>
      </div>
      <div class="pair">${this.side('cpu', Math.min(CELLS, moment * LANES), LANES)} ${this.side('webgpu', moment >= DONE ? CELLS : 0, moment >= LAUNCHED && moment < DONE ? CELLS : 0)}</div>
      <p class="note">${t.t('fig-device-note')}</p>
      ${this.measured()}
    </figure>`;
  }

  /** The numbers of C: done, being worked on, to come. */
  private side(backend: Backend, done: number, working: number): TemplateResult {
    const { t, moment } = this;
    const cells: SVGTemplateResult[] = [];
    for (let i = 0; i < CELLS; i++) {
      const state = i < done ? 'done' : i < done + working ? 'working' : 'waiting';
      cells.push(svg`<rect class="number-cell ${state}" x=${(i % COLUMNS) * 20 + 1} y=${Math.floor(i / COLUMNS) * 20 + 1} width="18" height="18" rx="3" />`);
    }
    const said = backend === 'webgpu' && moment < LAUNCHED ? 'fig-device-launching' : done >= CELLS ? 'fig-device-done' : 'fig-device-working';
    return html`<div class="half ${backend}"><h4>${t.t(`fig-device-${backend}`)}</h4>
      <svg viewBox="0 0 ${20 * COLUMNS} ${20 * ROWS}" role="img"><title>${t.t(`fig-device-${backend}`)}</title><desc>${t.t('fig-device-desc', { done, all: CELLS })}</desc>${cells}</svg>
      <p class="small numbers">${t.t(said, { done, all: CELLS })}</p></div>`;
  }

  // ---- measured here

  private measured(): TemplateResult {
    const { t, contest } = this;
    const isRunning = contest.state === 'running';
    const { now } = contest;
    return html`<div class="measured">
      <h4>${t.t('fig-device-measured')}</h4>
      <p class="row"><button data-testid="measure" class="primary" @click=${() => (isRunning ? contest.stop() : void contest.run())}>${t.t(isRunning ? 'fig-device-stop' : 'fig-device-measure')}</button>
        <span class="small numbers" role="status">${isRunning && now ? t.t('fig-device-now', { item: t.t(`fig-device-${now.item}`), device: t.t(`fig-device-${now.backend}`) }) : contest.state === 'idle' ? t.t('fig-device-idle') : t.t('fig-device-adapter', { adapter: contest.adapter ?? '–' })}</span></p>
      ${contest.state === 'idle' ? nothing : this.bars()}
    </div>`;
  }

  private bars(): TemplateResult {
    const { t, contest } = this;
    const times = PLACES.map((place) => contest.of(place)).filter(isMeasured);
    const slowest = Math.max(1e-9, ...times.map(({ ms }) => ms));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-device-measured')}><table class="numbers timings" data-testid="timings">
      <caption class="sr">${t.t('fig-device-measured')}</caption>
      <thead><tr><th scope="col" class="text">${t.t('fig-device-step')}</th><th scope="col" class="text">${t.t('fig-device-device')}</th><th scope="col">${t.t('fig-device-ms')}</th><td></td><th scope="col">${t.t('fig-device-gflops')}</th></tr></thead>
      <tbody>${PLACES.map((place) => {
        const outcome = contest.of(place);
        return html`<tr class=${place.backend} data-testid="${place.item}-${place.backend}"><th scope="row">${place.backend === 'cpu' ? t.t(`fig-device-${place.item}`) : ''}</th><td class="text">${t.t(`fig-device-${place.backend}`)}</td>${isMeasured(outcome) ? this.timing(outcome, slowest) : html`<td colspan="3" class="text">${this.why(place)}</td>`}</tr>`;
      })}</tbody></table></div>`;
  }

  private timing(outcome: Measurement, slowest: number): TemplateResult {
    const { t } = this;
    return html`<td data-value=${outcome.ms}>${figure(outcome.ms, t)}</td>
      <td class="bar-cell"><svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="timing" width=${Math.max(0.7, (100 * outcome.ms) / slowest)} height="6" /></svg></td>
      <td>${figure(gflops(outcome), t)}</td>`;
  }

  private why({ item, backend }: Place): string {
    const { t, contest } = this;
    if (contest.missing.has('cpu')) return t.t('fig-device-no-module');
    if (contest.missing.has(backend)) return t.t('fig-device-no-webgpu');
    const outcome = contest.of({ item, backend });
    return outcome && 'failure' in outcome ? outcome.failure : '…';
  }
}

/** Three digits that mean something. */
function figure(value: number, t: { fixed(value: number, digits: number): string }): string {
  return t.fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
