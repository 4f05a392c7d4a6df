/** The views of the vision lab in their places, around what vision.ts knows. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/vision-views.en.ftl';
import russian from '../../../locales/vision-views.ru.ftl';
import type { Translator } from '../../i18n';
import { imagenetTranslator } from '../../imagenet';
import './architecture';
import './confusion';
import './draw';
import './look';
import type { Looking } from './looking';
import './mistakes';
import type { Decoder } from './own';
import type { Architecture, DataInfo, VisionConfig, VisionPanel } from './protocol';
import type { Ask } from '../question';
import type { Actions } from './view';

/** What the views say. */
export const messages = { en: english, ru: russian };

/** What every view is given; see VisionView. */
export interface Shown {
  network: Architecture | null;
  data: DataInfo | null;
  config: VisionConfig;
  generation: number;
  step: number;
  /** How often the network has been tried. */
  tests: number;
  ready: boolean;
  looking: Looking;
  /** Reads files of one's own. */
  decoder: Decoder;
  ask: Ask;
  actions: Actions;
}

type Panel = Exclude<VisionPanel, 'settings' | 'learning' | 'toolbar' | 'builder' | 'imagenet'>;

/** One panel, unless its author hides it. */
export function panel(name: Panel, shown: Shown, t: Translator): TemplateResult | typeof nothing {
  const { network, data, config, generation, step, tests, ready, looking, decoder, ask, actions } = shown;
  if (config.hide.includes(name)) return nothing;
  switch (name) {
    case 'architecture':
      return html`<nabla-vision-architecture data-panel="architecture"
        .t=${t} .network=${network} .data=${data} .config=${config} .generation=${generation} .step=${step} .ready=${ready} .looking=${looking} .ask=${ask} .actions=${actions}
      ></nabla-vision-architecture>`;
    case 'look':
      return html`<nabla-vision-look data-panel="look"
        .t=${t} .network=${network} .data=${data} .config=${config} .generation=${generation} .step=${step} .ready=${ready} .looking=${looking} .ask=${ask} .actions=${actions}
        .decoder=${decoder}
      ></nabla-vision-look>`;
    case 'draw':
      return html`<nabla-vision-draw data-panel="draw"
        .t=${t} .network=${network} .data=${data} .config=${config} .generation=${generation} .step=${step} .ready=${ready} .looking=${looking} .ask=${ask} .actions=${actions}
      ></nabla-vision-draw>`;
    case 'confusion':
      return html`<nabla-vision-confusion data-panel="confusion"
        .t=${t} .network=${network} .data=${data} .config=${config} .generation=${generation} .step=${step} .tests=${tests} .ready=${ready} .looking=${looking} .ask=${ask} .actions=${actions}
      ></nabla-vision-confusion>`;
    case 'mistakes':
      return html`<nabla-vision-mistakes data-panel="mistakes"
        .t=${t} .network=${network} .data=${data} .config=${config} .generation=${generation} .step=${step} .tests=${tests} .ready=${ready} .looking=${looking} .ask=${ask} .actions=${actions}
      ></nabla-vision-mistakes>`;
  }
}

const translators = new Map<string, Translator>();

/** The lecture's figure at the end, folded. */
export function imagenet(t: Translator): TemplateResult {
  const own = translators.get(t.lang) ?? imagenetTranslator(t.lang);
  translators.set(t.lang, own);
  return html`<details class="imagenet" data-panel="imagenet" data-testid="imagenet"><summary><h2>${own.t('imagenet-title')}</h2></summary><nabla-imagenet-chart .t=${own}></nabla-imagenet-chart></details>`;
}
