// TeX → MathML with its spoken text. Styles become classes, for the page's policy allows no style attributes.
import temml from 'temml';

/** One class for each style that occurred; the page's style sheet gets them at the end. */
const styles = new Map();

export const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function classFor(style) {
  if (!styles.has(style)) styles.set(style, `m${styles.size}`);
  return styles.get(style);
}

function withoutStyles(mathml) {
  return mathml.replace(/<(\w+)((?:\s[\w-]+="[^"]*")*)\s*>/g, (tag, name, attributes) => {
    const style = attributes.match(/\sstyle="([^"]*)"/)?.[1];
    if (!style) return tag;
    const bare = attributes.replace(/\sstyle="[^"]*"/, '');
    if (name === 'math') return `<${name}${bare}>`;
    const own = classFor(style);
    return bare.includes(' class="') ? `<${name}${bare.replace(' class="', ` class="${own} `)}>` : `<${name}${bare} class="${own}">`;
  });
}

export function styleSheet() {
  return [...styles].map(([style, name]) => `math .${name} {\n  ${style}\n}\n`).join('');
}

/** Only the colours of quantities: `\class{q-forget}{f_t}`. */
const trust = ({ command, class: name }) => command === '\\class' && /^q-[a-z]+$/.test(name);

export function toMathml(tex, spoken, displayMode) {
  const mathml = temml.renderToString(tex, { displayMode, annotate: false, throwOnError: true, trust });
  return withoutStyles(mathml).replace('<math', `<math alttext="${escape(spoken)}" aria-label="${escape(spoken)}"`);
}
