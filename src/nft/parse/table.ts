import type { Chain, Table, TableFlag } from '../ast.js';
import { OBJECT_KINDS } from '../object/index.js';
import { parseChainBlock } from './chain.js';
import { hasPart } from './common.js';
import { parseFlowtableBlock } from './flowtable.js';
import { parseSetBlock } from './named_set.js';
import { objectKindAt, parseObjectBlock, takeObjectKind } from './object.js';
import type { ParsedCommand } from './objects.js';
import type { Parser, Steps } from './parser.js';
import { readName } from './reference.js';
import { parseComment } from './rule.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const FLAGS: readonly TableFlag[] = ['dormant', 'owner'];

const PARTS = ['chain', 'set', 'map', 'flowtable', ...OBJECT_KINDS, 'flags', 'comment', 'include', 'define'];

/**
 * What stands in a table's braces: completes the table and returns the commands that add its chains, its objects
 * and flowtables, and then its rules, which may refer to any of them.
 */
export function* parseTableBlock(parser: Parser, table: Writable<Table>): Steps {
  const chains: ParsedCommand[] = [];
  const objects: ParsedCommand[] = [];
  const sets: ParsedCommand[] = [];
  const flowtables: ParsedCommand[] = [];
  const rules: ParsedCommand[] = [];
  parser.expectSymbol('{');
  while (hasPart(parser)) {
    const { start } = parser;
    const kind = objectKindAt(parser);
    if (kind !== undefined) {
      takeObjectKind(parser, kind);
      const object = parseObjectBlock(parser, kind, { family: table.family, table: table.name });
      objects.push({ command: { add: object }, start, end: parser.previousEnd });
    } else if (parser.atWord('set') || parser.atWord('map')) {
      const word = parser.atWord('map') ? 'map' : 'set';
      parser.advance();
      const set = yield* parseSetBlock(parser, word, { family: table.family, table: table.name });
      sets.push({ command: { add: set }, start, end: parser.previousEnd });
    } else if (parser.word('flowtable')) {
      const flowtable = parseFlowtableBlock(parser, { family: table.family, table: table.name });
      flowtables.push({ command: { add: { flowtable } }, start, end: parser.previousEnd });
    } else if (parser.word('flags')) readFlags(parser, table);
    else if (parser.word('comment')) readComment(parser, table, start);
    else if (parser.word('chain')) {
      const chain: Writable<Chain> = { family: table.family, table: table.name, name: '' };
      readName(parser, chain, 'name', 'the name of a chain');
      const body = yield* parser.nestedSteps(parseChainBlock(parser, chain));
      chains.push({ command: { add: { chain } }, start, end: parser.previousEnd });
      for (const rule of body) rules.push(rule);
    } else parser.unexpected('a part of a table, or "}"', PARTS);
    parser.separator(false);
  }
  return [...chains, ...objects, ...sets, ...flowtables, ...rules];
}

function readFlags(parser: Parser, table: Writable<Table>): void {
  const flag = parser.oneOf(FLAGS, 'a table flag');
  const flags = table.flags === undefined ? [] : [table.flags].flat();
  table.flags = flags.length === 0 ? flag : [...flags, flag];
}

function readComment(parser: Parser, table: Writable<Table>, start: number): void {
  if (table.comment !== undefined)
    parser.failAt({ start, end: parser.previousEnd }, 'the table has a comment already');
  table.comment = parseComment(parser);
}
