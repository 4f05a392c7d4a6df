/** The interface's two languages: Fluent messages and number formats. */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import english from '../locales/en.ftl';
import { part } from './part';
import type { Failure, Lang } from './protocol';

export const LANGUAGES: readonly Lang[] = ['en', 'ru'];

/** What all labs say, by language; English is there at once. */
const MESSAGES: Partial<Record<Lang, string>> = { en: english };

/** Loads what all labs say in `lang`, unless it is there. Where that fails, English stays. */
export function learn(lang: Lang): Promise<void> | undefined {
  if (MESSAGES[lang]) return undefined;
  return part(() => import('../locales/ru.ftl')).then(
    ({ default: russian }) => void (MESSAGES.ru = russian),
    () => {},
  );
}

type Args = Record<string, FluentVariable>;

function bundle(lang: Lang, source: string): FluentBundle {
  const result = new FluentBundle(lang, { useIsolating: false });
  result.addResource(new FluentResource(source));
  return result;
}

function format(bundle: FluentBundle, key: string, args?: Args): string | undefined {
  const pattern = bundle.getMessage(key)?.value;
  return pattern ? bundle.formatPattern(pattern, args, []) : undefined;
}

/** What a link or a file says may be of any length; a sentence shows the beginning. */
const shown = (text: string) => (text.length > 100 ? `${text.slice(0, 60)}…` : text);

/** Speaks one language, once that is learnt; a new one is made on a switch, so that views see a changed property. */
export class Translator {
  private readonly bundle: FluentBundle;
  private readonly formats = new Map<string, Intl.NumberFormat>();

  /** English where the language asked for has not come: two in one sentence would be none. */
  readonly lang: Lang;

  /** `more` are messages of a part that is loaded later. */
  constructor(wanted: Lang, more?: Record<Lang, string>) {
    const known = MESSAGES[wanted];
    this.lang = known ? wanted : 'en';
    this.bundle = bundle(this.lang, known ?? english);
    // A lab may say something in other words than the others.
    if (more) this.bundle.addResource(new FluentResource(more[this.lang]), { allowOverrides: true });
  }

  /** The message of `key`; a missing one shows its key, which the locale check finds first. */
  t(key: string, args?: Args): string {
    return format(this.bundle, key, args) ?? key;
  }

  has(key: string): boolean {
    return this.bundle.hasMessage(key);
  }

  /** A whole number with the language's grouping, e.g. 1,240 or 1 240. */
  integer(value: number): string {
    return this.number(value, 0, 0);
  }

  /** A number with exactly `digits` decimals, so that columns and live values keep their width. */
  fixed(value: number, digits: number): string {
    return this.number(value, digits, digits);
  }

  /** A setting's value: up to six decimals, none that carry nothing. */
  plain(value: number): string {
    return this.number(value, 0, 6);
  }

  private number(value: number, least: number, most: number): string {
    const key = `${least}:${most}`;
    let format = this.formats.get(key);
    if (!format) {
      const options = { minimumFractionDigits: least, maximumFractionDigits: most };
      format = new Intl.NumberFormat(this.lang, options);
      this.formats.set(key, format);
    }
    return Number.isFinite(value) ? format.format(value) : '–';
  }

  /** A failure in the reader's words; its own English message where no translation fits. */
  failure(failure: Failure): string {
    const pattern = this.bundle.getMessage(`failure-${failure.code}`)?.value;
    if (!pattern) return failure.message;
    const args: Args = {};
    for (const [name, value] of Object.entries(failure.args ?? {})) {
      // What was asked for comes as it was written.
      const isNumber = typeof value === 'number' || (name === 'value' && 'min' in failure.args && Number.isFinite(Number(value)));
      args[name] = isNumber ? this.plain(Number(value)) : name === 'allowed' ? value : shown(String(value));
    }
    if (failure.field) args['field'] = this.field(failure.field);
    const missing: Error[] = [];
    const text = this.bundle.formatPattern(pattern, args, missing);
    return missing.length ? failure.message : text;
  }

  private field(name: string): string {
    const key = `setting-${name}`;
    return this.has(key) ? this.t(key) : shown(name);
  }
}

export { isLang, pickLanguage } from './languages';
