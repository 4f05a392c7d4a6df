/** What a reader takes along: vectors in the formats of gensim, of PyTorch and of the Embedding Projector. */
import { html, type TemplateResult } from 'lit';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';

const FILES = ['word2vec', 'weights', 'vocabulary', 'vectors', 'metadata', 'metrics'] as const;
export type FileKind = (typeof FILES)[number];
export const FILE_NAMES: Record<FileKind, string> = {
  word2vec: 'nabla-word2vec.txt',
  weights: 'nabla-word2vec.safetensors',
  vocabulary: 'nabla-vocabulary.tsv',
  vectors: 'nabla-vectors.tsv',
  metadata: 'nabla-metadata.tsv',
  metrics: 'nabla-word2vec.csv',
};

class FilesView extends View {
  static override properties = { ...View.properties, ready: { attribute: false }, actions: { attribute: false } };
  static override styles = withStyles(styles);
  declare ready: boolean;
  declare actions: { save(kind: FileKind): void };

  protected override render(): TemplateResult {
    const { t } = this;
    return html`<details class="fold" data-testid="files">
      <summary><h2>${t.t('word2vec-files')}</h2></summary>
      <p class="lead">${t.t('word2vec-files-lead')}</p>
      <ul class="files">${FILES.map((kind) => html`<li>
        <button data-testid="save-${kind}" ?disabled=${!this.ready} @click=${() => this.actions.save(kind)}>${FILE_NAMES[kind]}</button>
        <span class="small">${t.t(`word2vec-file-${kind}`)}</span>
      </li>`)}</ul>
    </details>`;
  }
}

define('nabla-word-files', FilesView);
