import { isReserved } from './parse/keywords.js';
import { END, Lexer, LITERAL, NUMBER, QUOTED, WILDCARD, WORD } from './parse/lexer.js';
import type { SourceText } from './parse/sources.js';

/** What can stand for `${...}`: a name, an address or a number; several make a list. */
export type TemplateValue = string | number | bigint | readonly (string | number | bigint)[];

/**
 * nft's language with values from the program: nft`add rule ip nat PREROUTING ip daddr ${address} drop`.
 *
 * Each value becomes exactly one token and never a word of the language, a list of values several tokens with commas
 * between them: no value can end a statement or begin one. Text that is not one word is put in quotes.
 *
 * @throws TypeError where a value cannot be a token: text with a quote or a new line in it, a negative number; or where
 *   something of the template touches it, as inside quotes
 */
export function nft(strings: TemplateStringsArray, ...values: readonly TemplateValue[]): SourceText {
  let text = strings[0] ?? '';
  const inserted: { readonly index: number; readonly start: number; readonly end: number }[] = [];
  for (const [i, value] of values.entries()) {
    for (const [n, each] of (typeof value === 'object' ? value : [value]).entries()) {
      if (n > 0) text += ', ';
      const start = text.length;
      text += token(each, i);
      inserted.push({ index: i, start, end: text.length });
    }
    text += strings[i + 1] ?? '';
  }
  const tokens = tokenSpans(text);
  for (const { index, start, end } of inserted) {
    if (tokens.get(start) !== end) {
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

function token(value: string | number | bigint, index: number): string {
  const text = String(value);
  if (typeof value !== 'string' && !/^\d+$/.test(text)) {
    throw new TypeError(`value ${index + 1} of the template is not an unsigned integer: ${text}`);
  }
  if (KINDS.has(soleToken(text)) && !isReserved(text)) return text;
  const quoted = `"${text}"`;
  if (text !== '' && !/[\n\r\0]/.test(text) && soleToken(quoted) === QUOTED) return quoted;
  throw new TypeError(`value ${index + 1} of the template cannot be a word: ${JSON.stringify(text)}`);
}

/** The kind of token that the whole text is; END where it is none or several. */
function soleToken(text: string): number {
  const lexer = new Lexer(text);
  const kind = lexer.next();
  const whole = lexer.start === 0 && lexer.end === text.length;
  return whole && lexer.next() === END ? kind : END;
}
