import { didYouMean } from '../../check/suggest.js';
import { toNumber, type Value } from '../value.js';
import { type Datatype, type Order, ValueError } from './datatype.js';
import { formatInteger, integerToAst, integerValue, parseInteger } from './integer.js';

/** Names for numbers; where a number has several, the first one is listed. */
export type Symbols = Readonly<Record<string, number>>;

interface SymbolicOptions {
  readonly name: string;
  readonly id: number;
  readonly description: string;
  readonly bits: number;
  readonly order: Order;
  readonly symbols: Symbols;
  readonly bitmask?: boolean;
  /** Numbers without a name are listed in hexadecimal, with at least so many digits. */
  readonly hexDigits?: number;
  /** Names are listed in quotes. */
  readonly quoted?: boolean;
}

/** A datatype whose values have names: `echo-request`, `established`, `cs1`. */
export function symbolicType(options: SymbolicOptions): Datatype {
  const { name, id, description, bits, order, symbols, bitmask = false, quoted = false } = options;
  const hexDigits = options.hexDigits ?? (bitmask ? 1 : undefined);
  const names = new Map<number, string>();
  for (const [symbol, value] of Object.entries(symbols)) if (!names.has(value)) names.set(value, symbol);

  const datatype: Datatype = {
    name,
    id,
    description,
    bits,
    order,
    base: 'integer',
    bitmask,
    prefix: false,
    parse(immediate) {
      if (typeof immediate !== 'string') return integerValue(immediate);
      const value = Object.hasOwn(symbols, immediate) ? symbols[immediate] : parseInteger(immediate);
      if (value === undefined) throw new ValueError(unknownSymbol(immediate, description, symbols));
      return integerValue(value);
    },
    toAst(value: Value) {
      return (value.length <= 6 ? names.get(toNumber(value)) : undefined) ?? integerToAst(value);
    },
    toText(immediate, _names, style) {
      if (typeof immediate !== 'string') return formatInteger(immediate, hexDigits);
      if (style.numericSymbols) return formatInteger(symbols[immediate] ?? immediate, hexDigits);
      return quoted ? `"${immediate}"` : immediate;
    },
    inJson: (immediate, _names, style) =>
      style.numericSymbols && typeof immediate === 'string' ? symbols[immediate] : undefined,
  };
  return order === 'host' && bits > 8
    ? { ...datatype, unnamed: { ...datatype, toAst: integerToAst } }
    : datatype;
}

/** Says what was expected, and lists the names where they are few. */
function unknownSymbol(symbol: string, description: string, symbols: Symbols): string {
  const known = Object.keys(symbols);
  const hint = known.length <= 12 ? ` (one of ${known.join(', ')}, or a number)` : '';
  return `"${symbol}" is not a valid ${description}${hint}${didYouMean(symbol, known)}`;
}
