// What a short formula within a sentence is read as. A long one has its words written out (`@say`).

const GREEK = {
  en: { alpha: 'alpha', beta: 'beta', gamma: 'gamma', delta: 'delta', epsilon: 'epsilon', varepsilon: 'epsilon', eta: 'eta', theta: 'theta', lambda: 'lambda', mu: 'mu', pi: 'pi', rho: 'rho', sigma: 'sigma', Sigma: 'capital sigma', Pi: 'capital pi', Delta: 'capital delta', tau: 'tau', phi: 'phi', varphi: 'phi', psi: 'psi', omega: 'omega' },
  ru: { alpha: 'альфа', beta: 'бета', gamma: 'гамма', delta: 'дельта', epsilon: 'эпсилон', varepsilon: 'эпсилон', eta: 'эта', theta: 'тета', lambda: 'лямбда', mu: 'мю', pi: 'пи', rho: 'ро', sigma: 'сигма', Sigma: 'заглавная сигма', Pi: 'заглавная пи', Delta: 'заглавная дельта', tau: 'тау', phi: 'фи', varphi: 'фи', psi: 'пси', omega: 'омега' },
};

const WORDS = {
  en: {
    cdot: 'times', times: 'times', ast: 'elementwise times', odot: 'elementwise times', partial: 'partial', to: 'tends to', rightarrow: 'to', mapsto: 'maps to', le: 'is at most', leq: 'is at most', ge: 'is at least', geq: 'is at least',
    ne: 'is not equal to', neq: 'is not equal to', approx: 'is about', in: 'in', infty: 'infinity', sum: 'sum', prod: 'product', tanh: 'tanh', exp: 'exp', log: 'log', ln: 'natural log', max: 'max', min: 'min', cos: 'cosine', sin: 'sine',
    ldots: 'and so on', dots: 'and so on', cdots: 'and so on', ll: 'is much less than', gg: 'is much greater than', pm: 'plus or minus', mid: 'given', nabla: 'nabla', langle: 'the product of', rangle: '', lVert: 'the norm of', rVert: '', Vert: 'norm', top: 'transposed', sim: 'is distributed as', propto: 'is proportional to', ell: 'l', '%': 'percent', prime: 'prime', circ: 'composed with', setminus: 'without', forall: 'for all', mathbb: '', argmax: 'argmax',
    sub: 'sub', power: 'to the power', squared: 'squared', tilde: 'tilde', hat: 'hat', bar: 'bar', over: 'over', root: 'the square root of',
    '=': 'equals', '+': 'plus', '-': 'minus', '*': 'elementwise times', '/': 'over', '<': 'is less than', '>': 'is greater than', '|': 'given', ':': 'to', '!': 'factorial', capital: 'capital',
  },
  ru: {
    cdot: 'на', times: 'на', ast: 'покоординатно на', odot: 'покоординатно на', partial: 'дэ', to: 'стремится к', rightarrow: 'в', mapsto: 'переходит в', le: 'не больше', leq: 'не больше', ge: 'не меньше', geq: 'не меньше',
    ne: 'не равно', neq: 'не равно', approx: 'примерно', in: 'из', infty: 'бесконечность', sum: 'сумма', prod: 'произведение', tanh: 'гиперболический тангенс', exp: 'экспонента', log: 'логарифм', ln: 'натуральный логарифм', max: 'максимум', min: 'минимум', cos: 'косинус', sin: 'синус',
    ldots: 'и так далее', dots: 'и так далее', cdots: 'и так далее', ll: 'много меньше', gg: 'много больше', pm: 'плюс-минус', mid: 'при условии', nabla: 'набла', langle: 'произведение', rangle: '', lVert: 'норма', rVert: '', Vert: 'норма', top: 'транспонированная', sim: 'распределено как', propto: 'пропорционально', ell: 'эль', '%': 'процентов', prime: 'штрих', circ: 'композиция', setminus: 'без', forall: 'для всех', mathbb: '', argmax: 'аргмаксимум',
    sub: 'с индексом', power: 'в степени', squared: 'в квадрате', tilde: 'с тильдой', hat: 'с крышкой', bar: 'с чертой', over: 'делить на', root: 'корень из',
    '=': 'равно', '+': 'плюс', '-': 'минус', '*': 'покоординатно на', '/': 'делить на', '<': 'меньше', '>': 'больше', '|': 'при условии', ':': 'к', '!': 'факториал', capital: 'заглавная',
  },
};

/** Commands that only space or size what they stand at. */
const SILENT = new Set(['left', 'right', 'big', 'Big', 'bigl', 'bigr', 'Bigl', 'Bigr', 'bigg', 'quad', 'qquad', 'limits', 'displaystyle', 'textstyle', 'nolimits', ',', ';', ':', '!', ' ']);

/** Commands that show their argument in another face. */
const FACES = new Set(['mathrm', 'mathbf', 'mathit', 'boldsymbol', 'mathbb', 'mathcal', 'operatorname', 'text', 'textit', 'textrm', 'mathsf', 'bm']);

function tokens(tex) {
  return [...tex.matchAll(/\\[a-zA-Z]+\*?|\\.|\d+(?:[.,]\d+)*|[^\s]/gu)].map(([token]) => token);
}

/** Reads TeX aloud in a language; throws what it has no words for. */
export function speak(tex, lang) {
  const words = WORDS[lang];
  const list = tokens(tex);
  let at = 0;

  function group() {
    const token = list[at++];
    if (token === undefined) throw new Error('the formula ends too early');
    return token === '{' ? sequence('}') : one(token);
  }

  function raw() {
    // The words of \text{…}: their spaces were lost, so they are taken from the source.
    if (list[at] !== '{') return group();
    let text = '';
    for (at++; at < list.length && list[at] !== '}'; at++) text += list[at];
    at++;
    return text.replace(/^\\_|\\_/g, '_');
  }

  function one(token) {
    if (token.startsWith('\\')) return command(token.slice(1));
    if (token === '^') {
      const power = group();
      return power === '2' ? words.squared : power === words.top ? words.top : /^\W*(штрих|prime)$/.test(power) ? power : `${words.power} ${power}`;
    }
    if (token === '_') return `${words.sub} ${group()}`;
    if (token === "'") return words.prime;
    if (token === '{') return sequence('}');
    if (token in words && !/[a-z]/i.test(token)) return words[token];
    if (/[()[\],.]/.test(token)) return token === ',' ? ',' : '';
    if (/[\p{L}\d]/u.test(token)) return token;
    if (/[−–]/.test(token)) return words['-'];
    throw new Error(`no words for "${token}"`);
  }

  function command(name) {
    if (SILENT.has(name)) {
      if ((name === 'left' || name === 'right') && list[at] === '.') at++;
      return '';
    }
    if (name === '|') return words.Vert;
    if (name === '{' || name === '}') return '';
    if (name === 'class') {
      raw();
      return group();
    }
    if (FACES.has(name)) return name === 'text' || name === 'operatorname' ? raw() : group();
    if (name === 'frac' || name === 'tfrac' || name === 'dfrac') return `${group()} ${words.over} ${group()}`;
    if (name === 'sqrt') return `${words.root} ${group()}`;
    const accent = { tilde: 'tilde', widetilde: 'tilde', hat: 'hat', widehat: 'hat', bar: 'bar', overline: 'bar' }[name];
    if (accent) return `${group()} ${words[accent]}`;
    const word = GREEK[lang][name] ?? words[name];
    if (word === undefined) throw new Error(`no words for "\\${name}"`);
    return word;
  }

  function sequence(end) {
    const parts = [];
    while (at < list.length && list[at] !== end) parts.push(one(list[at++]));
    if (end && list[at++] !== end) throw new Error('a brace is not closed');
    return parts.filter(Boolean).join(' ').replaceAll(' ,', ',');
  }

  const text = sequence(undefined).trim();
  if (!text) throw new Error('nothing to read');
  return text;
}
