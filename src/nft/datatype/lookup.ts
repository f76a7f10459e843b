import type { Names, SymbolFile } from '../names/names.js';
import { fromNumber, toNumber } from '../value.js';
import { type Datatype, ValueError } from './datatype.js';
import { formatInteger, integerToAst, parseIntegerValue } from './integer.js';

interface FileOptions {
  readonly name: string;
  readonly id: number;
  readonly description: string;
  readonly table: SymbolFile;
  readonly hexDigits?: number;
  /** Whether listings show the name, where there is one. */
  readonly named: boolean;
  /** Whether JSON has numbers as text, too. */
  readonly textual?: boolean;
  /** Whether listings show names only if those of users are asked for. */
  readonly people?: boolean;
}

const NUMERIC = /^[0-9]+$/;

/** A 32-bit number of the host that a file may give a name. */
function fileType({
  name,
  id,
  description,
  table,
  hexDigits,
  named,
  textual = false,
  people = false,
}: FileOptions): Datatype {
  return {
    name,
    id,
    description,
    bits: 32,
    order: 'host',
    base: 'integer',
    bitmask: false,
    prefix: named,
    parse(immediate, names) {
      const number = typeof immediate === 'string' ? names.symbol(table, immediate) : undefined;
      return number === undefined ? parseIntegerValue(immediate, description) : fromNumber(number, 4);
    },
    toAst(value, names) {
      const symbol = named ? names.symbolName(table, toNumber(value)) : undefined;
      return symbol ?? (textual ? String(toNumber(value)) : integerToAst(value));
    },
    toText(immediate, names, style) {
      if (typeof immediate !== 'string' || NUMERIC.test(immediate)) {
        const symbol = people && style.userNames ? names.symbolName(table, Number(immediate)) : undefined;
        return symbol === undefined ? formatInteger(immediate, hexDigits) : `"${symbol}"`;
      }
      if (!style.numericSymbols) return `"${immediate}"`;
      return formatInteger(names.symbol(table, immediate) ?? immediate, hexDigits);
    },
    inJson(immediate, names, style) {
      if (people) return style.userNames ? names.symbolName(table, Number(immediate)) : undefined;
      const number =
        style.numericSymbols && typeof immediate === 'string' ? names.symbol(table, immediate) : undefined;
      return textual && number !== undefined ? String(number) : number;
    },
  };
}

/** A packet or connection mark, by number or by its name in rt_marks. */
export const mark = fileType({
  name: 'mark',
  id: 19,
  description: 'packet mark',
  table: 'rt_marks',
  hexDigits: 8,
  named: true,
});

export const realm = fileType({
  name: 'realm',
  id: 22,
  description: 'routing realm',
  table: 'rt_realms',
  named: true,
  textual: true,
});

export const deviceGroup = fileType({
  name: 'devgroup',
  id: 35,
  description: 'device group',
  table: 'devgroup',
  named: true,
});

export const userId = fileType({
  name: 'uid',
  id: 24,
  description: 'user',
  table: 'user',
  named: false,
  people: true,
});

export const groupId = fileType({
  name: 'gid',
  id: 25,
  description: 'group',
  table: 'group',
  named: false,
  people: true,
});

function interfaceNumber(immediate: string | number | bigint, names: Names): number | undefined {
  const index = typeof immediate === 'string' ? names.interfaceIndex(immediate) : undefined;
  if (index !== undefined) return index;
  return NUMERIC.test(String(immediate)) ? Number(immediate) : undefined;
}

/** An interface, by name or index; the kernel compares indexes, so the name must exist when the rule is added. */
export const interfaceIndex: Datatype = {
  name: 'iface_index',
  id: 20,
  description: 'network interface index',
  bits: 32,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names) {
    const index = interfaceNumber(immediate, names);
    if (index === undefined || index > 0x7fffffff)
      throw new ValueError(`interface "${immediate}" does not exist`);
    return fromNumber(index, 4);
  },
  // nft lists an index without a name as text, too.
  toAst: (value, names) => names.interfaceName(toNumber(value)) ?? String(toNumber(value)),
  toText: (immediate) => (NUMERIC.test(String(immediate)) ? String(immediate) : `"${immediate}"`),
};
