/** Item 20: a recurrent net unrolled, whose output is fed back as far as the horizon goes; beside it, what teacher forcing would do. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Unrolled, UnrolledStep } from '../../labs/forecast/protocol';
import { extent, linePath, scale, valueText } from '../../labs/plot';
import type { NablaLab } from '../../nabla';
import recorded from '../../../data/recorded/unrolled.json';
import { Drawn, head } from './pictured';

/** What is shown of a step. */
type Step = Pick<UnrolledStep, 'state' | 'forecast' | 'actual'>;

export interface Steps {
  model: string;
  /** Steps of training. */
  step: number;
  /** Before the first that is shown: what that reads. */
  before: number;
  /** Two that read the series, then those fed with the outputs. */
  free: Step[];
  /** The same with the true values. */
  forced: Step[];
}

/** Fed back at most. */
export const MOST = 7;
/** Steps that read the series. */
const READ = 2;
const STRIP = 96;
const BOX = { width: 74, height: 34 };
const TOP = { said: STRIP + 50, state: STRIP + 122, read: STRIP + 208 };
const HEIGHT = TOP.read + BOX.height + 26;
const NARROWEST = 66;

/** The steps as a lab of this kind has them now, from the origin with which it answers. */
export async function stepsOf(lab: NablaLab): Promise<Omit<Steps, 'step'>> {
  const first = (await lab.query('unrolled', {})) as Unrolled;
  const { model, origin, steps } = first;
  const said = steps.findIndex(({ forecast }) => forecast !== null);
  const fed = Math.min(MOST, steps.length - said - 1);
  const forced = [steps[said - 1]!, steps[said]!];
  for (let ahead = 1; ahead <= fed; ahead++) {
    const { steps: later } = (await lab.query('unrolled', { model, origin: origin + ahead })) as Unrolled;
    forced.push(later[said]!);
  }
  return { model, before: steps[said - 2]?.actual ?? NaN, free: steps.slice(said - 1, said + 1 + fed), forced };
}

export default class OneToManyFigure extends Drawn {
  static override properties = { ...Drawn.properties, steps: { state: true }, horizon: { state: true }, isForced: { state: true }, isLive: { state: true } };
  declare steps: Steps;
  declare horizon: number;
  declare isForced: boolean;
  declare isLive: boolean;

  constructor() {
    super();
    Object.assign(this, { steps: recorded, horizon: 4, isForced: false, isLive: false });
  }

  protected override async look(lab: NablaLab): Promise<void> {
    if (this.tick < 1) return;
    this.steps = { ...(await stepsOf(lab)), step: this.tick };
    this.isLive = true;
  }

  private get most(): number {
    return Math.max(1, Math.min(this.steps.free.length - READ + 1, Math.floor((this.width - 8) / NARROWEST) - READ + 1));
  }

  protected override render(): TemplateResult {
    const { t, steps, most, isForced, isLive } = this;
    const horizon = Math.min(this.horizon, most);
    const shown = (isForced ? steps.forced : steps.free).slice(0, READ + horizon - 1);
    return html`<div class="controls">
        <label class="grow"><span>${t.t('figure-many-horizon')} = <b data-testid="horizon">${horizon}</b></span>
          <input type="range" min="1" max=${most} .value=${String(horizon)} @input=${(event: Event) => (this.horizon = Number((event.target as HTMLInputElement).value))} />
        </label>
        <div class="choice" role="radiogroup" aria-label=${t.t('figure-many-mode')}>
          ${[false, true].map((forced) => html`<label><input type="radio" name="mode" .checked=${isForced === forced} @change=${() => (this.isForced = forced)} />${t.t(forced ? 'figure-many-forced' : 'figure-many-free')}</label>`)}
        </div>
      </div>
      ${this.picture(HEIGHT, t.t('figure-many-title'), t.t('figure-many-desc'), this.net(shown, steps.before))}
      <p class="equation" data-testid="error">${this.error(shown.at(-1)!, horizon)}</p>
      <p class="recorded" data-testid="origin">${isLive ? t.t('figure-many-live', { model: steps.model.split('.')[0]!.toUpperCase(), step: steps.step }) : t.t('figure-many-recorded')} ${isForced ? t.t('figure-many-forced-live') : nothing}</p>
      ${this.tableBehind(t.t('figure-many-table'), ['step', 'input', 'output', 'true'].map((key) => t.t(`figure-many-${key}`)), () =>
        shown.map((step, i) => [`t${i === READ - 1 ? '' : i < READ - 1 ? `−${READ - 1 - i}` : `+${i - READ + 1}`}`, valueText(this.read(shown, i), t), i < READ - 1 ? '–' : valueText(step.forecast, t), valueText(step.actual, t)]),
      )}`;
  }

  private error({ forecast, actual }: Step, ahead: number): string {
    const { t } = this;
    return t.t('figure-many-error', { ahead, error: forecast === null || actual === null ? '–' : valueText(Math.abs(forecast - actual), t, 1000) });
  }

  /** What a step reads: the series, the output of the step before, or the true value in its place. */
  private read(steps: Step[], at: number): number | null {
    if (at === 0) return this.steps.before;
    const { forecast, actual } = steps[at - 1]!;
    return at >= READ && !this.isForced ? forecast : actual;
  }

  private net(steps: Step[], before: number): SVGTemplateResult {
    const { t, width } = this;
    const room = Math.min(170, (width - 8) / steps.length);
    const x = (place: number) => 4 + (place + 0.5) * room;
    const box = Math.min(BOX.width, room - 14);
    return svg`
      <defs>${head('to')}${head('back', 'of-back')}${head('true', 'of-true')}</defs>
      ${this.strip(steps, x, room)}
      ${steps.map((step, place) => this.wires(place, steps.length, x(place), room, box, step))}
      ${steps.map((step, place) => {
        const isFed = place >= READ;
        const said = place >= READ - 1 ? step.forecast : null;
        const read = place === 0 ? before : this.read(steps, place);
        const name = isFed ? t.t(this.isForced ? 'figure-many-truth' : 'figure-many-own') : '';
        return svg`${this.box(x(place), TOP.said, box, `o${index(place)}`, said === null ? '' : valueText(said, t), said === null ? 'box' : 'box said')}
          ${this.state(x(place), box, step.state, `s${index(place)}`)}
          ${this.box(x(place), TOP.read, box, `x${index(place)}`, valueText(read, t), isFed && !this.isForced ? 'box fed' : 'box')}
          ${isFed && room > 96 ? svg`<text class=${this.isForced ? 'tick' : 'tick target-name'} x=${x(place)} y=${TOP.read + BOX.height + 18} text-anchor="middle">${name}</text>` : nothing}`;
      })}`;
  }

  /** The series, and what was forecast of it, above the steps that said it. */
  private strip(steps: Step[], x: (place: number) => number, room: number): SVGTemplateResult {
    const { t } = this;
    const y = scale(extent(steps.flatMap(({ actual, forecast }) => [actual, forecast]), 0.15), [STRIP, 14]);
    const at = (value: number | null, place: number) => ({ x: x(place), y: value === null ? null : y(value) });
    const said = steps.map(({ forecast }, place) => (place >= READ - 1 ? forecast : null));
    return svg`
      <text class="tick" x="4" y="10">${t.t('figure-many-true')}</text><text class="tick target-name" x=${4 + room} y="10">${t.t('figure-many-output')}</text>
      <path class="actual" d=${linePath(steps.map(({ actual }, place) => at(actual, place)))} />
      <path class="forecast" d=${linePath(said.map(at))} />
      ${steps.map(({ actual }, place) => (actual === null ? nothing : svg`<circle class="dot true" cx=${x(place)} cy=${y(actual)} r="3" />`))}
      ${said.map((value, place) => (value === null ? nothing : svg`<circle class="dot" cx=${x(place)} cy=${y(value)} r="4" />`))}`;
  }

  private wires(place: number, count: number, x: number, room: number, box: number, step: Step): SVGTemplateResult {
    const stateHeight = BOX.height + 12;
    const next = x + room - box / 2;
    const between = x + room / 2;
    const low = TOP.read + BOX.height / 2;
    const isLast = place === count - 1;
    const feeds = !isLast && place >= READ - 1;
    const from = this.isForced ? TOP.said - 24 : TOP.said + BOX.height / 2;
    return svg`
      <path class="wire" d="M${x} ${TOP.read}V${TOP.state + stateHeight + 3}" marker-end="url(#to)" />
      <path class="wire" d="M${x} ${TOP.state}V${TOP.said + BOX.height + 3}" marker-end="url(#to)" />
      ${isLast ? nothing : svg`<path class="wire" d="M${x + box / 2} ${TOP.state + stateHeight / 2}H${next - 3}" marker-end="url(#to)" />`}
      ${feeds
        ? svg`<path class=${this.isForced ? 'back true' : 'back'} d="M${this.isForced ? x : x + box / 2} ${from}H${between - 5}q5 0 5 5V${low - 5}q0 5 5 5H${next - 3}" marker-end=${this.isForced ? 'url(#true)' : 'url(#back)'} />`
        : nothing}
      ${this.isForced && place >= READ - 1 ? svg`<text class="tick strong" x=${x - 4} y=${TOP.said - 20} text-anchor="end">${valueText(step.actual, this.t)}</text>` : nothing}`;
  }

  private box(x: number, top: number, width: number, name: string, value: string, kind: string): SVGTemplateResult {
    return svg`<rect class=${kind} x=${x - width / 2} y=${top} width=${width} height=${BOX.height} rx="6" />
      <text class="tick" x=${x} y=${top + 13} text-anchor="middle">${name}</text>
      <text class="number" x=${x} y=${top + 28} text-anchor="middle">${value}</text>`;
  }

  private state(x: number, width: number, state: number[], name: string): SVGTemplateResult {
    const most = Math.max(1e-9, ...state.map(Math.abs));
    const cell = (width - 10) / state.length;
    return svg`<rect class="box state" x=${x - width / 2} y=${TOP.state} width=${width} height=${BOX.height + 12} rx="6" />
      <text class="tick" x=${x} y=${TOP.state + 15} text-anchor="middle">${name}</text>
      ${state.map((value, unit) => svg`<rect class=${value < 0 ? 'below' : 'above'} x=${x - width / 2 + 5 + unit * cell} y=${TOP.state + 22} width=${Math.max(0.5, cell - 0.5)} height="16" fill-opacity=${(0.1 + (0.9 * Math.abs(value)) / most).toFixed(2)} />`)}`;
  }
}

/** t is the last step that reads the series. */
function index(place: number): string {
  const ahead = place - READ + 1;
  return ahead === 0 ? 'ₜ' : `ₜ${ahead < 0 ? '₋' : '₊'}${'₀₁₂₃₄₅₆₇₈₉'[Math.abs(ahead)]}`;
}
