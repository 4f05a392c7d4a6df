// A chapter's Markdown → the page's HTML. Beside Markdown: `$…$`, `$$…$$` followed by `@say`, and directives, each alone in
// its paragraph: @figure, @lab, @try, @source. Headings: `# Chapter`, `## 7. Name {#id}`.
import MarkdownIt from 'markdown-it';
import { escape, toMathml } from './math.mjs';
import { speak } from './speak.mjs';

/** `$x_t$` within a sentence. */
function inlineMath(state, silent) {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const end = src.indexOf('$', pos + 1);
  if (end < 0 || end === pos + 1) return false;
  if (!silent) state.push('math_inline', 'math', 0).content = src.slice(pos + 1, end);
  state.pos = end + 1;
  return true;
}

/** Lines from one that begins with `$$` to one that ends with it. */
function blockMath(state, start, end, silent) {
  const line = (at) => state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]);
  if (!line(start).startsWith('$$')) return false;
  if (silent) return true;
  let last = start;
  while (last < end && !(line(last).trimEnd().endsWith('$$') && (last > start || line(start).trim().length > 4))) last++;
  const token = state.push('math_block', 'math', 0);
  token.content = state.getLines(start, last + 1, 0, false).trim().slice(2, -2).trim();
  token.map = [start, last + 1];
  state.line = last + 1;
  return true;
}

/** A line `@name words`. */
function directive(state, start, _end, silent) {
  const line = state.src.slice(state.bMarks[start] + state.tShift[start], state.eMarks[start]);
  const match = line.match(/^@(say|figure|lab|try|source)(?:\s+(.*))?$/);
  if (!match) {
    if (line.startsWith('@')) throw new Error(`line ${start + 1}: no directive "${line}"`);
    return false;
  }
  if (silent) return true;
  const token = state.push('directive', '', 0);
  token.info = match[1];
  token.content = match[2]?.trim() ?? '';
  token.map = [start, start + 1];
  state.line = start + 1;
  return true;
}

const markdown = new MarkdownIt({ html: false, typographer: false });
markdown.inline.ruler.before('escape', 'math_inline', inlineMath);
const BEFORE = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
markdown.block.ruler.before('paragraph', 'math_block', blockMath, BEFORE);
markdown.block.ruler.before('paragraph', 'directive', directive, BEFORE);
markdown.renderer.rules.math_inline = (tokens, at, _options, env) => {
  const tex = tokens[at].content;
  try {
    return toMathml(tex, speak(tex, env.lang), false);
  } catch (error) {
    throw new Error(`$${tex}$: ${error.message}`);
  }
};
// A wide table is scrolled in its own box.
markdown.renderer.rules.table_open = () => '<div class="wide"><table>';
markdown.renderer.rules.table_close = () => '</table></div>';

const HEADING = /^(?:(\d+)\.\s+)?(.*?)(?:\s+\{#([\w-]+)\})?$/;

/** Cuts the tokens into blocks: one for each top-level element. */
function blocks(tokens) {
  const found = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) found.push([]);
    found.at(-1).push(token);
    depth += token.nesting;
  }
  return found;
}

/**
 * The chapter as a tree: { title, intro: [part], items: [{ number, id, name, parts: [part] }] }. A part is
 * { kind: text | math | figure | lab | try | source, html?, name?, parts? }. An experiment's texts are its parts.
 */
export function parseChapter(source, lang) {
  const env = { lang };
  const chapter = { title: '', intro: [], items: [] };
  let into = chapter.intro;
  let outer = into;
  const list = blocks(markdown.parse(source, env));
  for (let at = 0; at < list.length; at++) {
    const [first] = list[at];
    if (first.type === 'heading_open') {
      const [, number, name, id] = list[at][1].content.match(HEADING);
      if (first.tag === 'h1') chapter.title = name;
      else if (first.tag === 'h2') {
        if (!number || !id) throw new Error(`a heading of an item is "## 7. Name {#id}", not "${list[at][1].content}"`);
        chapter.items.push({ number: Number(number), id, name, parts: [] });
        into = outer = chapter.items.at(-1).parts;
      } else throw new Error(`no headings below ## ("${name}")`);
    } else if (first.type === 'math_block') {
      const say = list[at + 1]?.[0];
      if (say?.info !== 'say' || !say.content) throw new Error(`$$ ${first.content} $$ has no @say line after it`);
      try {
        into.push({ kind: 'math', html: toMathml(first.content, say.content, true) });
      } catch (error) {
        throw new Error(`$$ ${first.content} $$: ${error.message}`);
      }
      at++;
    } else if (first.type === 'directive') {
      const { info, content } = first;
      if (info === 'say') throw new Error(`@say ${content}: no formula before it`);
      if (info !== 'lab' && !content) throw new Error(`@${info} lacks its word`);
      into = outer;
      if (info === 'source') into.push({ kind: 'source', html: markdown.renderInline(content, env) });
      else if (info === 'try') {
        const part = { kind: 'try', name: content, parts: [] };
        into.push(part);
        into = part.parts;
      } else into.push({ kind: info, name: content });
    } else {
      into.push({ kind: 'text', tag: first.tag, html: markdown.renderer.render(list[at], markdown.options, env) });
    }
  }
  return chapter;
}

/** What must be the same in both languages. */
export function shape(chapter) {
  const parts = (list) => list.map(({ kind, tag, name, parts: inner }) => [kind, tag, name, inner && parts(inner)].filter(Boolean).join(' ')).join('; ');
  return [`introduction: ${parts(chapter.intro)}`, ...chapter.items.map((item) => `${item.number} ${item.id}: ${parts(item.parts)}`)];
}

export { escape };
