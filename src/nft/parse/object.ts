import type { Family, ObjectKind, ObjectReferenceTo, StatefulObject } from '../ast.js';
import { isObjectKind, objectDefinition } from '../object/index.js';
import { hasPart } from './common.js';
import type { Parser } from './parser.js';
import { parseFamily, readName, readNumber, readTable } from './reference.js';
import { parseComment } from './rule.js';

/** What an object belongs to. */
interface Owner {
  readonly family: Family;
  readonly table: string;
}

/** The kind of object at hand, if it is one: `counter`, `ct helper`. */
export function objectKindAt(parser: Parser): ObjectKind | undefined {
  const words = parser.atWord('ct') ? `ct ${parser.peek()}` : parser.value;
  return isObjectKind(words) ? words : undefined;
}

/** Takes the kind at hand. */
export function takeObjectKind(parser: Parser, kind: ObjectKind): void {
  for (const word of kind.split(' ')) parser.expectWord(word);
}

/** `[family] table name`, and its properties in braces or, of some kinds, without. */
export function parseNewObject(parser: Parser, kind: ObjectKind): StatefulObject {
  const owner = readTable(parser);
  return parseObject(parser, kind, owner, false);
}

/** `name { properties }`, in a table's braces. */
export function parseObjectBlock(parser: Parser, kind: ObjectKind, owner: Owner): StatefulObject {
  return parseObject(parser, kind, owner, true);
}

function parseObject(parser: Parser, kind: ObjectKind, owner: Owner, braces: boolean): StatefulObject {
  const { family, table } = owner;
  const { parseLine } = objectDefinition(kind);
  const node: { family: Family; name: string; table: string; comment?: string } = { family, name: '', table };
  const { start } = parser;
  readName(parser, node, 'name', `the name of a ${kind}`);
  if (braces || parseLine === undefined || parser.atSymbol('{'))
    parser.nested(() => parseBlock(parser, kind, node));
  else Object.assign(node, parseLine(parser));
  const object = { [kind]: node };
  parser.mark(object, kind, start);
  // The key is the kind that the properties were read for; the compiler checks whether all are there.
  return object as unknown as StatefulObject;
}

function parseBlock(parser: Parser, kind: ObjectKind, node: { comment?: string }): void {
  const { parseProperty } = objectDefinition(kind);
  parser.expectSymbol('{');
  while (hasPart(parser)) {
    const { start } = parser;
    if (parser.atWord('comment')) {
      if (node.comment !== undefined) parser.fail('there is a comment already');
      parser.advance();
      node.comment = parseComment(parser);
      parser.mark(node, 'comment', start);
    } else {
      const properties = parseProperty(parser);
      if (properties === undefined) parser.unexpected(`a property of a ${kind}, or "}"`);
      for (const key of Object.keys(properties)) parser.mark(node, key, start);
      Object.assign(node, properties);
      // Only those of connection tracking end their properties.
      if (kind.startsWith('ct ')) parser.separator(false);
    }
  }
}

/** `[family] table name`, or `handle N` in place of the name. */
export function parseObjectReference(parser: Parser, what: string): ObjectReferenceTo {
  const node: { family: Family; table: string; name?: string; handle?: number } = {
    family: parseFamily(parser),
    table: '',
  };
  readName(parser, node, 'table', 'the name of a table');
  if (parser.word('handle')) readNumber(parser, node, 'handle', 'a handle');
  else readName(parser, node, 'name', `the name of a ${what}`);
  return node;
}
