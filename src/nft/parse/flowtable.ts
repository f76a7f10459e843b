import type { Family, Flowtable, ObjectReferenceTo } from '../ast.js';
import { parseDeviceList, parsePriority } from './chain.js';
import { hasPart } from './common.js';
import { parseObjectReference } from './object.js';
import type { Parser } from './parser.js';
import { readName, readTable } from './reference.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** `[family] table name`, and its properties in braces. */
export function parseNewFlowtable(parser: Parser): Flowtable {
  return parseFlowtable(parser, readTable(parser), false);
}

/** `name { properties }`, in a table's braces. */
export function parseFlowtableBlock(
  parser: Parser,
  owner: { readonly family: Family; readonly table: string },
): Flowtable {
  return parseFlowtable(parser, owner, true);
}

function parseFlowtable(
  parser: Parser,
  { family, table }: { readonly family: Family; readonly table: string },
  braces: boolean,
): Flowtable {
  const node: Writable<Flowtable> = { family, name: '', table };
  readName(parser, node, 'name', 'the name of a flowtable');
  if (braces || parser.atSymbol('{')) parser.nested(() => parseBlock(parser, node));
  return node;
}

/** `[family] table name`, or with `handle N` in place of the name; in braces which devices of it are meant. */
export function parseFlowtableReference(parser: Parser): ObjectReferenceTo & Pick<Flowtable, 'dev'> {
  const node = parseObjectReference(parser, 'flowtable');
  if (!parser.atSymbol('{')) return node;
  const devices: Writable<Flowtable> = { family: node.family, name: '', table: node.table };
  parser.nested(() => parseBlock(parser, devices));
  return devices.dev === undefined ? node : { ...node, dev: devices.dev };
}

function parseBlock(parser: Parser, node: Writable<Flowtable>): void {
  const flags = new Set(node.flags);
  parser.expectSymbol('{');
  while (hasPart(parser)) {
    const { start } = parser;
    if (parser.word('hook')) {
      node.hook = parser.oneOf(['ingress'], 'a hook');
      parser.expectWord('priority');
      // Whatever the table's family, the hook is a device's.
      node.prio = parsePriority(parser, 'netdev', 'ingress');
      parser.mark(node, 'prio', start);
    } else if (parser.word('devices')) {
      parser.expectSymbol('=');
      node.dev = parseDeviceList(parser);
      parser.mark(node, 'dev', start);
    } else if (parser.word('counter')) flags.add('counter');
    else if (parser.word('flags')) flags.add(parser.oneOf(['offload'], 'a flag'));
    else parser.unexpected('a part of a flowtable, or "}"', ['hook', 'devices', 'counter', 'flags']);
    parser.separator(false);
  }
  if (flags.size > 0) node.flags = [...flags];
}
