import type { Family } from '../ast.js';
import { isFamily } from '../family.js';
import type { Parser } from './parser.js';

/** Something that belongs to a table, while it is read. */
interface Owned {
  family: Family;
  table: string;
}

/** The family, if one is written; tables are of the ip family otherwise. */
export function parseFamily(parser: Parser): Family {
  return parseExplicitFamily(parser) ?? 'ip';
}

export function parseExplicitFamily(parser: Parser): Family | undefined {
  const { value } = parser;
  return isFamily(value) && parser.word(value) ? value : undefined;
}

/** Reads a name into a property and notes where it stood. */
export function readName<K extends string>(
  parser: Parser,
  node: Partial<Record<K, string>>,
  key: K,
  what: string,
): void {
  const { start } = parser;
  node[key] = parser.identifier(what) as (typeof node)[K];
  parser.mark(node, key, start);
}

/** Reads a number into a property and notes where it stood. */
export function readNumber<K extends string>(
  parser: Parser,
  node: Partial<Record<K, number>>,
  key: K,
  what: string,
): void {
  const { start } = parser;
  node[key] = parser.number(what) as (typeof node)[K];
  parser.mark(node, key, start);
}

/** `[family] table` */
export function readTable(parser: Parser): Owned {
  const node: Owned = { family: parseFamily(parser), table: '' };
  readName(parser, node, 'table', 'the name of a table');
  return node;
}

/** `[family] table chain` */
export function readChain(parser: Parser): Owned & { chain: string } {
  const node = Object.assign(readTable(parser), { chain: '' });
  readName(parser, node, 'chain', 'the name of a chain');
  return node;
}
