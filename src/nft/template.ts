import { show, wrongType } from '../check/options.js';
import { parseIp } from '../packet/address.js';
import { isReserved } from './parse/keywords.js';
import { END, Lexer, LITERAL, NUMBER, QUOTED, WILDCARD, WORD } from './parse/lexer.js';
import type { SourceText } from './parse/sources.js';

/** What can stand for `${...}`: a name, an address, a network, a range or a number; several make a list. */
export type TemplateValue = string | number | bigint | readonly (string | number | bigint)[];

/**
 * nft's language with values from the program: nft`add rule ip nat PREROUTING ip daddr ${address} drop`.
 *
 * Each value becomes exactly one word, and never one of the language; a list of values several words with commas between
 * them: no value can end a statement or begin one. A network (`192.0.2.0/24`) and a range (`192.0.2.1-192.0.2.9`,
 * `1000-2000`) are such values, too. Text that is neither is put in quotes, as is all that follows `comment` and `prefix`.
 *
 * @throws TypeError where a value cannot be a word: text with a quote or a new line in it, a negative number; or where
 *   something of the template touches it, as inside quotes
 */
export function nft(strings: TemplateStringsArray, ...values: readonly TemplateValue[]): SourceText {
  let text = strings[0] ?? '';
  const inserted: { readonly index: number; readonly start: number; readonly end: number }[] = [];
  for (const [i, value] of values.entries()) {
    const freely = FREE_TEXT.test(strings[i] ?? '');
    for (const [n, each] of (Array.isArray(value) ? value : [value]).entries()) {
      if (n > 0) text += ', ';
      const start = text.length;
      text += word(each, i, freely);
      inserted.push({ index: i, start, end: text.length });
    }
    text += strings[i + 1] ?? '';
  }
  const tokens = tokenSpans(text);
  for (const { index, start, end } of inserted) {
    let at: number | undefined = start;
    while (at !== undefined && at < end) at = tokens.get(at);
    if (at !== end) {
      throw new TypeError(`value ${index + 1} of the template must stand by itself, outside quotes`);
    }
  }
  return { text };
}

/** Where each token ends, by where it starts. */
function tokenSpans(text: string): Map<number, number> {
  const spans = new Map<number, number>();
  const lexer = new Lexer(text);
  while (lexer.next() !== END) spans.set(lexer.start, lexer.end);
  return spans;
}

const KINDS: ReadonlySet<number> = new Set([WORD, NUMBER, LITERAL, WILDCARD]);

/** Words that any text can follow. */
const FREE_TEXT = /\b(comment|prefix)\s*$/;

function word(value: unknown, index: number, freely: boolean): string {
  const which = `value ${index + 1} of the template`;
  if (!['string', 'number', 'bigint'].includes(typeof value))
    throw wrongType(which, value, 'a string, a number or a list of them');
  const text = String(value);
  if (typeof value !== 'string' && !/^\d+$/.test(text)) {
    throw new TypeError(`${which} is not an unsigned integer: ${text}`);
  }
  if (!freely && ((KINDS.has(soleToken(text)) && !isReserved(text)) || isSpan(text))) return text;
  const quoted = `"${text}"`;
  if (text !== '' && !/[\n\r\0]/.test(text) && soleToken(quoted) === QUOTED) return quoted;
  throw new TypeError(`${which} cannot be a word: ${show(text)}`);
}

/** A network, or a range of addresses or numbers: tokens that cannot be words of the language. */
function isSpan(text: string): boolean {
  const [, first = '', sign, last = ''] = /^([\w.:]+)([/-])([\w.:]+)$/.exec(text) ?? [];
  const [from, to] = [parseIp(first), parseIp(last)];
  if (sign === '/') return from !== undefined && /^\d{1,3}$/.test(last);
  return from ? from.length === to?.length : /^\d+-\d+$/.test(text);
}

/** The kind of token that the whole text is; END where it is none or several. */
function soleToken(text: string): number {
  const lexer = new Lexer(text);
  const kind = lexer.next();
  const whole = lexer.start === 0 && lexer.end === text.length;
  return whole && lexer.next() === END ? kind : END;
}
