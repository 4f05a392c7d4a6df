/** What is said of kept runs above a lab: one line each. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../locales/keep.en.ftl';
import russian from '../../locales/keep.ru.ftl';
import { toFailure } from '../failure';
import { Translator } from '../i18n';
import { download } from '../labs/download';
import type { Lang } from '../protocol';
import type { Keeping, Offer } from './keeping';

const translators = new Map<Lang, Translator>();

function speaking(lang: Lang): Translator {
  const t = translators.get(lang) ?? new Translator(lang, { en: english, ru: russian });
  translators.set(lang, t);
  return t;
}

/** The texts are in places that are always there, so that a screen reader hears what comes into them. */
export function lines(keeping: Keeping, lang: Lang): TemplateResult {
  const t = speaking(lang);
  // After one was gone on with, the others are not what a reader looks for.
  const shown = keeping.back === undefined ? 1 : 0;
  const [first, earlier] = [keeping.offers.slice(0, shown), keeping.offers.slice(shown)];
  return html`<div class="kept" lang=${lang}>
    ${first.map((offer) => offered(keeping, offer, t))} ${earlier.length > 0 ? more(keeping, earlier, t) : nothing} ${spoken(keeping, t)}
  </div>`;
}

function more(keeping: Keeping, offers: Offer[], t: Translator): TemplateResult {
  return html`<details>
    <summary class="small">${t.t('keep-earlier', { count: offers.length })}</summary>
    ${offers.map((offer) => offered(keeping, offer, t))}
  </details>`;
}

function offered(keeping: Keeping, offer: Offer, t: Translator): TemplateResult {
  const { head, state, isSure } = offer;
  const attempt = (work: () => Promise<unknown>) => () => void work().catch((error) => keeping.lab.experiment.say(toFailure(error)));
  const save = async () => {
    const file = await keeping.file(offer);
    if (file) download(file, `nabla-${head.lab}-step-${head.step}.safetensors`);
  };
  const mayGoOn = state === 'whole' || state === 'older';
  return html`<p class="notice" data-testid="kept" data-step=${head.step}>
    <span role="status">${t.t(`keep-${state}`, { step: t.integer(head.step), time: timeOf(head.at, t.lang) })} <span class="small">${t.t('keep-here-only')}</span></span>
    <span class="choices">
      ${mayGoOn ? html`<button data-testid="kept-go-on" @click=${attempt(() => keeping.goOn(offer))}>${t.t('keep-go-on')}</button>` : nothing}
      ${state !== 'broken' ? html`<button data-testid="kept-download" @click=${attempt(save)}>${t.t('keep-download')}</button>` : nothing}
      ${state !== 'elsewhere'
        ? html`<button data-testid="kept-forget" @click=${attempt(() => keeping.forget(offer))}>${t.t(isSure ? 'keep-forget-sure' : 'keep-forget')}</button>`
        : nothing}
    </span>
  </p>`;
}

/** What went wrong, or what is here again. */
function spoken(keeping: Keeping, t: Translator): TemplateResult {
  const { trouble, back, lab } = keeping;
  const text = trouble ? t.t(`keep-trouble-${trouble.reason}`) : back !== undefined ? t.t('keep-back', { step: t.integer(back) }) : '';
  const save = async () => download(await lab.experiment.export('session', t), `nabla-${lab.experiment.config.lab}-session.safetensors`);
  return html`<p class="notice" ?hidden=${!text} data-testid="kept-said">
    <span role="status">${text}</span>
    <span class="choices">
      ${trouble && trouble.reason !== 'large'
        ? html`<button data-testid="kept-download-now" @click=${() => void save().catch((error) => lab.experiment.say(toFailure(error)))}>${t.t('keep-download')}</button>`
        : nothing}
      <button class="quiet" @click=${() => keeping.dismiss()}>${t.t('dismiss')}</button>
    </span>
  </p>`;
}

function timeOf(at: number, lang: Lang): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { ...day, hour: '2-digit', minute: '2-digit' }).format(at);
}
