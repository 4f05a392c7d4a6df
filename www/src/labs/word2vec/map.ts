/** The map of words: live while they learn, in two dimensions or three, by pointer and by keys; or by UMAP, on demand. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import type { InspectedTensor } from '../../experiment';
import { define, withStyles } from '../../lab/view';
import settings from '../../styles/settings.css';
import styles from '../../styles/word2vec.css';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { readMapColours, type MapColours } from './colours';
import { mapFigure } from './figure';
import { Hands } from './hands';
import { mapFacts, mapLegend } from './map-legend';
import './map-list';
import { MapPicture, NOTHING_LIT, type Lit } from './picture';
import type { MapInfo, Word2VecConfig } from './protocol';
import type { Places, Run } from './run';
import { Umap } from './umap';
import './word-field';

const HEIGHT = { wide: 620, narrow: 420 };
const NARROW = 560;
const NUMBERS = [100, 400, 1000, 2000];

/** What the other views look at. */
export interface Looks {
  word: string;
  near: string[];
  /** a, b, c and the answer; empty while there is none, or it is not to be shown. */
  analogy: string[];
}

interface Actions {
  configure(change: PartialConfig): Promise<void>;
  look(word: string): void;
  keep(figure: Blob, name: string): void;
  inspect(name: string): Promise<InspectedTensor>;
  mapped(map: MapView): void;
}

type Answer = MapInfo & { arrays: Float32Array[] };

class MapView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    looks: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    searched: { state: true },
  };
  static override styles = withStyles(settings, styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: Word2VecConfig;
  declare ready: boolean;
  declare running: boolean;
  declare scheme: string;
  declare looks: Looks;
  declare actions: Actions;
  declare ask: Ask;
  /** The beginning of words that is being typed. */
  declare searched: string;
  private picture: MapPicture | undefined;
  private followed = '';
  private drawn: Places | null = null;
  private readonly still = new Question<Answer>(this);
  private readonly umap = new Umap(() => this.requestUpdate());

  constructor() {
    super();
    this.searched = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.picture?.stop();
    this.umap.stop();
  }

  /** The map as a standalone picture, with the words where they are now. */
  async figure(): Promise<Blob | null> {
    const { picture, run, umap } = this;
    if (!picture) return null;
    if (!umap.places) {
      const answer = (await this.ask('map', { also: this.rarer })) as Answer;
      run.place(answer, answer.arrays[0]!);
    }
    this.draw();
    picture.settle();
    return mapFigure(picture, this.t);
  }

  // ---- what is shown

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation') && changed.get('generation') !== undefined) {
      this.umap.stop();
      this.still.forget();
      this.searched = '';
    }
  }

  protected override updated(changed: PropertyValues): void {
    super.updated();
    this.begin();
    if (changed.has('scheme')) this.picture?.paint(this.colours());
    this.picture?.resize(this.width, this.height);
    if (this.ready) this.follow();
    this.draw();
  }

  private get height(): number {
    return this.width < NARROW ? HEIGHT.narrow : HEIGHT.wide;
  }

  private begin(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (this.picture || !canvas) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.picture = new MapPicture(canvas, this.colours(), isStill);
    new Hands(this.picture, {
      isDeep: () => this.places?.dimensions === 3,
      look: (index) => this.actions.look(this.name(index)),
    });
    this.actions.mapped(this);
  }

  private colours(): MapColours {
    return readMapColours(this, this.renderRoot as ShadowRoot);
  }

  /** Asks for the places of the words, and of those that are looked at; while these learn they come by themselves. */
  private follow(): void {
    const { config, run, generation, rarer: also } = this;
    const wanted = `${generation} ${this.isSeen} ${also}`;
    if (wanted !== this.followed) {
      this.followed = wanted;
      void this.ask('follow', { map: this.isSeen, also }).catch(() => {});
    }
    if (this.running) return;
    this.still.ask(`${generation} ${config.dimensions} ${config.mapWords} ${also}`, run.step, () => this.ask('map', { also }));
    const { answer } = this.still;
    if (answer && answer !== this.taken) {
      this.taken = answer;
      run.place(answer, answer.arrays[0]!);
    }
  }

  private taken: Answer | null = null;

  /** Words that are looked at and too rare to be on the map anyway. */
  private get rarer(): string {
    const { looks, run, config } = this;
    const words = [looks.word, ...looks.analogy, ...looks.near].filter((word) => (run.rank(word) ?? 0) >= config.mapWords);
    return [...new Set(words)].sort().join();
  }

  /** UMAP's as long as it is there. */
  private get places(): Places | null {
    return this.umap.places ?? this.run.map;
  }

  private draw(): void {
    const { picture, places, run } = this;
    if (!picture || !places || run.words.length === 0) return;
    if (places !== this.drawn) {
      this.drawn = places;
      if (places.dimensions === 2 && (picture.camera.yaw !== 0 || picture.camera.pitch !== 0)) picture.camera.reset();
      picture.show(places.ranks.map((rank) => run.words[rank]!), places.places);
    }
    picture.lit = this.lit(places);
    picture.request();
  }

  private lit({ ranks }: Places): Lit {
    const { looks, run } = this;
    const index = (word: string) => ranks.indexOf(run.rank(word) ?? -1);
    const known = (words: string[]) => words.map(index).filter((i) => i >= 0);
    const analogy = known(looks.analogy);
    const chosen = index(looks.word);
    const found = this.searched.length > 1 ? known(run.beginning(this.searched, 50)) : [];
    return {
      ...NOTHING_LIT,
      chosen: chosen < 0 ? null : chosen,
      near: known(looks.near),
      found,
      analogy: analogy.length === 4 ? (analogy as [number, number, number, number]) : null,
    };
  }

  private name(index: number): string {
    const { places, run } = this;
    return run.words[places?.ranks[index] ?? -1] ?? '';
  }

  // ---- the view

  protected override render(): TemplateResult {
    const { t, config, run } = this;
    return html`
      <div class="map-head">
        <div>
          <h2>${t.t('word2vec-map')}</h2>
          <p class="lead">${t.t(this.umap.places ? 'word2vec-umap-hint' : run.step > 0 ? 'word2vec-map-lead' : 'word2vec-map-first')}</p>
        </div>
        <nabla-word-field data-testid="search" .t=${t} .run=${run} .ask=${this.ask} .label=${t.t('word2vec-search')} .value=${this.looks.word}
          .typed=${(text: string) => (this.searched = text)} .choose=${(word: string) => this.find(word)}></nabla-word-field>
      </div>
      <div class="plot stage">
        <canvas class=${config.dimensions === 3 ? 'deep' : ''} height=${this.height} tabindex="0" role="application" aria-label=${t.t(config.dimensions === 3 ? 'word2vec-map-label-3' : 'word2vec-map-label')}
          data-testid="map"></canvas>
        ${this.tools()}
      </div>
      <div class="under">
        <p class="small numbers legend">${mapLegend(this.looks, run, t)}</p>
        ${this.choices()}
      </div>
      <p class="small numbers" data-testid="map-facts">${mapFacts(run, this.umap, t)}</p>
      <nabla-word-list .t=${t} .run=${run} .places=${this.places} .searched=${this.searched} .look=${this.actions.look}></nabla-word-list>`;
  }

  private find(word: string): void {
    this.searched = '';
    this.actions.look(word);
    const index = this.places?.ranks.indexOf(this.run.rank(word) ?? -1) ?? -1;
    if (index >= 0 && this.picture && this.picture.camera.zoom > 1) this.picture.centre(index);
  }

  private tools(): TemplateResult {
    const { t } = this;
    const tool = (name: string, sign: string, act: () => void) =>
      html`<button class="tool" title=${t.t(name)} aria-label=${t.t(name)} @click=${act}>${sign}</button>`;
    const zoom = (factor: number) => () => {
      this.picture?.camera.enlarge(factor);
      this.picture?.request();
    };
    return html`<div class="tools" role="group" aria-label=${t.t('word2vec-map-tools')}>
      ${tool('word2vec-zoom-in', '+', zoom(1.5))} ${tool('word2vec-zoom-out', '−', zoom(1 / 1.5))}
      ${tool('word2vec-zoom-reset', '⌂', () => {
        this.picture?.camera.reset();
        this.picture?.request();
      })}
    </div>`;
  }

  private choices(): TemplateResult {
    const { t, config, umap } = this;
    const isLocked = (key: string) => config.lock.includes(key);
    return html`<div class="choices">
      <div class="choice" role="radiogroup" aria-label=${t.t('setting-dimensions')}>
        ${[2, 3].map(
          (dimensions) => html`<label><input type="radio" name="dimensions" value=${dimensions} ?disabled=${isLocked('dimensions')} title=${isLocked('dimensions') ? t.t('setting-locked') : nothing} .checked=${config.dimensions === dimensions}
            @change=${() => this.reshape({ dimensions })} /><span>${t.t(`word2vec-dimensions-${dimensions}`)}</span></label>`,
        )}
      </div>
      <label class="small">${t.t('setting-mapWords')}
        <select data-testid="map-words" ?disabled=${isLocked('mapWords')} title=${isLocked('mapWords') ? t.t('setting-locked') : nothing} @change=${(event: Event) => this.reshape({ mapWords: Number((event.target as HTMLSelectElement).value) })}>
          ${[...new Set([...NUMBERS, config.mapWords])].sort((a, b) => a - b).map((number) => html`<option value=${number} ?selected=${number === config.mapWords}>${t.integer(number)}</option>`)}
        </select>
      </label>
      ${umap.isBusy
        ? html`<button data-testid="umap-stop" @click=${() => this.umap.stop()}>${t.t('word2vec-umap-stop')}</button>`
        : umap.places
          ? html`<button data-testid="umap-back" @click=${() => this.umap.stop()}>${t.t('word2vec-umap-back')}</button>`
          : html`<button data-testid="umap" title=${t.t('word2vec-umap-hint')} ?disabled=${!this.run.map} @click=${() => this.unfold()}>${t.t('word2vec-umap')}</button>`}
      <button class="quiet" data-testid="save-map" @click=${() => this.keepFigure()}>${t.t('word2vec-save-map')}</button>
    </div>`;
  }

  private reshape(change: PartialConfig): Promise<void> {
    this.umap.stop();
    return this.actions.configure(change);
  }

  private async keepFigure(): Promise<void> {
    const figure = await this.figure();
    if (figure) this.actions.keep(figure, 'nabla-map.svg');
  }

  /** UMAP of the vectors as they are now. */
  private async unfold(): Promise<void> {
    const { run, config } = this;
    const map = run.map;
    if (!map) return;
    await this.umap.begin(map, config.dimensions, () => this.actions.inspect('word2vec.input'));
  }
}

export type MapElement = MapView;
define('nabla-word-map', MapView);
