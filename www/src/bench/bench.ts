/** `<nabla-bench>`: the processor against the GPU of this machine, item by item. Loaded when it is asked for. */
import { html, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { define, View } from '../lab/view';
import { learn, pickLanguage, Translator } from '../i18n';
import english from '../../locales/bench.en.ftl';
import russian from '../../locales/bench.ru.ftl';
import base from '../styles/base.css';
import styles from '../styles/bench.css';
import tokens from '../styles/tokens.css';
import { Contest, gflops, isMeasured, PLACES, type Outcome, type Place } from './contest';
import { BACKENDS, ITEMS, type Backend, type Item } from './protocol';
import { asText, decimals } from './text';

const WORKER = new URL('./bench-worker.js', import.meta.url);
const MESSAGES = { en: english, ru: russian };

class BenchView extends View {
  static override styles = [tokens, base, styles].map((sheet) => unsafeCSS(sheet));

  private readonly contest = new Contest(WORKER, () => this.requestUpdate());
  /** What became of Copy; the text itself where the clipboard is closed. */
  private copied: 'not' | 'yes' | { text: string } = 'not';

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'lang') void this.speak(pickLanguage(value));
  }

  private async speak(lang: Translator['lang']): Promise<void> {
    await learn(lang);
    if (lang === pickLanguage(this.getAttribute('lang'))) this.t = new Translator(lang, MESSAGES);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.contest.stop();
  }

  private readonly run = () => {
    this.copied = 'not';
    void this.contest.run();
  };

  private readonly copy = async () => {
    const text = asText(this.contest);
    try {
      await navigator.clipboard.writeText(text);
      this.copied = 'yes';
    } catch {
      this.copied = { text };
    }
    this.requestUpdate();
  };

  protected override render(): TemplateResult {
    const { t, contest } = this;
    return html`<header>
        <a class="small" href="#lab">${t.t('bench-back')}</a>
        <h1>${t.t('site-bench')}</h1>
        <p class="intro">${t.t('bench-lead')}</p>
      </header>
      <div class="bar">
        ${this.buttons()}
        <p class="status small numbers" role="status">${this.status()}</p>
        <progress max=${PLACES.length} value=${contest.finished} aria-label=${t.t('bench-progress')}></progress>
      </div>
      ${typeof this.copied === 'object' ? this.textToCopy(this.copied.text) : nothing}
      ${this.table()}
      <p class="small notes">${t.t('bench-notes')}</p>`;
  }

  private buttons(): TemplateResult {
    const { t, contest, copied } = this;
    const running = contest.state === 'running';
    const label = running ? 'bench-stop' : contest.state === 'idle' ? 'bench-run' : 'bench-again';
    return html`<div class="buttons">
      <button class="primary" @click=${running ? () => contest.stop() : this.run}>${t.t(label)}</button>
      <button ?disabled=${running || contest.finished === 0} @click=${this.copy}>
        ${t.t(copied === 'yes' ? 'bench-copied' : 'bench-copy')}
      </button>
    </div>`;
  }

  private status(): string {
    const { t, contest } = this;
    const { now, state, adapter } = contest;
    if (state === 'running' && !now) return t.t('bench-opening');
    if (now) {
      const device = t.t(`bench-${now.backend}`);
      return t.t('bench-running', { item: t.t(`bench-item-${now.item}`), device, done: contest.finished + 1, all: PLACES.length });
    }
    const machine = t.t('bench-machine', { cores: navigator.hardwareConcurrency, adapter: adapter ?? '–' });
    if (state === 'done') return machine;
    return t.t(state === 'stopped' ? 'bench-stopped' : 'bench-ready');
  }

  private textToCopy(text: string): TemplateResult {
    return html`<label class="by-hand small">
      ${this.t.t('bench-copy-by-hand')}
      <textarea readonly rows="8" .value=${text} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
    </label>`;
  }

  private table(): TemplateResult {
    const { t } = this;
    const measured = PLACES.map((place) => this.contest.of(place)).filter(isMeasured);
    const fastest = Math.max(1, ...measured.map(gflops));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('site-bench')}><table class="numbers">
      <caption class="sr">${t.t('site-bench')}</caption>
      <thead>
        <tr>
          <th scope="col">${t.t('bench-device')}</th>
          <th scope="col">${t.t('bench-ms')}</th>
          <th scope="col">${t.t('bench-gflops')}</th>
          <td class="bars"></td>
          <th scope="col">${t.t('bench-dispatches')}</th>
          <th scope="col">${t.t('bench-bytes')}</th>
        </tr>
      </thead>
      ${ITEMS.map(
        (item) => html`<tbody>
          <tr class="item">
            <th scope="rowgroup" colspan="6">
              <div>
                <span>${t.t(`bench-item-${item}`)} <small>${t.t(`bench-about-${item}`)}</small></span>
                <span class="verdict" data-testid="verdict">${this.verdict(item)}</span>
              </div>
            </th>
          </tr>
          ${BACKENDS.map((backend) => this.row({ item, backend }, fastest))}
        </tbody>`,
      )}
    </table></div>`;
  }

  private row(place: Place, fastest: number): TemplateResult {
    const { t, contest } = this;
    const outcome = contest.of(place);
    const { backend, item } = place;
    const name = html`<th scope="row"><span class="swatch"></span>${t.t(`bench-${backend}`)}</th>`;
    const id = `${item}-${backend}`;
    if (!isMeasured(outcome)) {
      return html`<tr class=${backend} data-testid=${id}>${name}<td class="why" colspan="5">${this.why(place, outcome)}</td></tr>`;
    }
    const { ms, least, most, dispatches, bytes } = outcome;
    const range = `${figure(least, t)}–${figure(most, t)}`;
    const share = Math.max(0.5, (100 * gflops(outcome)) / fastest);
    return html`<tr class=${backend} data-testid=${id}>
      ${name}
      <td title=${t.t('bench-range', { range, rounds: outcome.rounds })}>${figure(ms, t)}</td>
      <td>${figure(gflops(outcome), t)}</td>
      <td class="bars" aria-hidden="true">
        <svg viewBox="0 0 100 1" preserveAspectRatio="none"><rect width=${share} height="1" /></svg>
      </td>
      <td>${backend === 'cpu' ? '–' : t.integer(Math.round(dispatches))}</td>
      <td>${t.t('bench-megabytes', { megabytes: figure(bytes / 1e6, t) })}</td>
    </tr>`;
  }

  private why({ item, backend }: Place, outcome: Outcome | undefined): string {
    const { t, contest } = this;
    if (outcome && 'failure' in outcome) return t.t('bench-failed', { message: outcome.failure });
    // One module serves both devices: without it there is neither.
    if (contest.missing.has('cpu')) return t.t('bench-no-module');
    if (contest.missing.has(backend)) return t.t('bench-no-webgpu');
    const { now } = contest;
    return now?.item === item && now.backend === backend ? t.t('bench-now') : '–';
  }

  private verdict(item: Item): string {
    const { t, contest } = this;
    const of = (backend: Backend) => contest.of({ item, backend });
    const [cpu, webgpu] = [of('cpu'), of('webgpu')];
    if (!isMeasured(cpu) || !isMeasured(webgpu)) return '';
    const ratio = Math.max(cpu.ms / webgpu.ms, webgpu.ms / cpu.ms);
    if (ratio < 1.05) return t.t('bench-equal');
    const winner = cpu.ms < webgpu.ms ? 'cpu' : 'webgpu';
    return t.t('bench-verdict', { device: t.t(`bench-${winner}`), ratio: t.fixed(ratio, 1) });
  }
}

/** Three digits that mean something. */
function figure(value: number, t: Translator): string {
  return t.fixed(value, decimals(value));
}

define('nabla-bench', BenchView);
