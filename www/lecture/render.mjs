// The tree of a chapter → HTML. What a language switch replaces has a data-id; labs and figures have none and stay.
import { escape } from './math.mjs';

/** Gives the outermost element of a text its id. */
const named = (html, id) => html.replace(/^<(\w+)/, `<$1 data-id="${id}"`);

export class Renderer {
  /** `t` says the page's own messages; `link` is the address of an item's lab; `items` are those of all chapters. */
  constructor(t, link, items) {
    this.t = t;
    this.items = items;
    this.link = link;
  }

  chapter(chapter, slug) {
    const heading = `<h2 class="chapter-title" id="${slug}" data-id="${slug}">${escape(chapter.title)}</h2>`;
    const items = chapter.items.map((item) => this.item(item)).join('\n');
    return `<section class="chapter" data-chapter="${slug}" aria-labelledby="${slug}">
<div class="chapter-head">${heading}<button type="button" class="print" data-print data-id="${slug}-print">${this.t('lecture-print')}</button></div>
${this.parts(chapter.intro, slug)}
${items}
</section>`;
  }

  /** Links to the items before and after. */
  steps(id) {
    const at = this.items.findIndex((item) => item.id === id);
    const link = (item, rel, text) => (item ? `<a href="#${item.id}" rel="${rel}" data-id="${id}-${rel}">${text}</a>` : '');
    const [before, after] = [this.items[at - 1], this.items[at + 1]];
    return `<div class="steps">${link(before, 'prev', `← ${before?.number} ${escape(before?.name ?? '')}`)}${link(after, 'next', `${after?.number} ${escape(after?.name ?? '')} →`)}</div>`;
  }

  item({ number, id, name, parts }) {
    return `<article class="item" id="${id}" data-item="${id}" data-number="${number}" aria-labelledby="${id}-name" tabindex="-1">
<h3 id="${id}-name"><a href="#${id}"><span class="number">${number}</span> <span data-id="${id}-name">${escape(name)}</span></a></h3>
${this.parts(parts, id)}
${this.steps(id)}
</article>`;
  }

  /** An item may have a second lab, `@lab NAME`: the experiments after it are that lab's. */
  parts(parts, id) {
    let lab = id;
    return parts
      .map((part, at) => {
        if (part.kind === 'lab') lab = part.name || id;
        return this.part(part, `${id}-${at}`, id, lab);
      })
      .join('\n');
  }

  part(part, dataId, item, lab) {
    switch (part.kind) {
      case 'text':
        return named(part.html, dataId).trim();
      case 'math':
        return `<div class="formula" role="group" data-id="${dataId}" aria-label="${this.t('lecture-formula')}">${part.html}</div>`;
      case 'figure':
        return `<nabla-figure name="${part.name}"></nabla-figure>`;
      case 'source':
        return `<p class="source" data-id="${dataId}">${part.html}</p>`;
      case 'lab':
        return `<div class="lab" data-lab="${lab}">
<p class="lab-line"><span class="lab-note" data-id="${dataId}-note">${this.t('lecture-lab')}</span> <a href="${escape(this.link(lab))}" data-id="${dataId}-link">${this.t('lecture-lab-full')}</a></p>
<p class="lab-state" role="status"></p>
<div class="lab-place"></div>
</div>`;
      case 'try':
        return this.experiment(part, dataId, item, lab);
    }
  }

  experiment({ name, parts }, dataId, item, lab) {
    const id = `try-${name}`;
    return `<div class="try" data-experiment="${name}" data-of="${lab}" role="group" aria-labelledby="${id}">
<p class="try-title" id="${id}" data-id="${id}">${this.t('lecture-try')}</p>
<div class="try-text">${this.parts(parts, `${item}-${name}`)}</div>
<div class="try-run" hidden><button type="button" class="run" data-run data-id="${dataId}-run">${this.t('lecture-run')}</button> <button type="button" data-stop hidden data-id="${dataId}-stop">${this.t('lecture-stop')}</button> <progress max="1" value="0" hidden data-id="${dataId}-progress" aria-label="${this.t('lecture-progress')}"></progress></div>
<p class="found" role="status"></p>
</div>`;
  }

  contents(chapters) {
    const one = ({ slug, chapter }) => `<li><a class="contents-chapter" href="#${slug}" data-id="contents-${slug}">${escape(chapter.title)}</a>
<ol>${chapter.items.map(({ id, number, name }) => `<li value="${number}"><a href="#${id}" data-to="${id}"><span class="number">${number}</span> <span data-id="contents-${id}">${escape(name)}</span><span class="mark" aria-hidden="true"></span><span class="sr" data-state></span></a></li>`).join('')}</ol></li>`;
    return `<ol class="contents-list">${chapters.map(one).join('\n')}</ol>`;
  }
}
