import { integer } from '../datatype/integer.js';
import { type OptionHeader, type OptionRow, optionHeader } from './option.js';

const COMMON: readonly OptionRow[] = [
  ['type', integer, 0, 8],
  ['length', integer, 8, 8],
];

const ROUTE: readonly OptionRow[] = [...COMMON, ['ptr', integer, 16, 8], ['addr', integer, 24, 32]];

/** IPv4 options, RFC 791 and RFC 2113; their numbers are IPOPT_* of linux/ip.h. */
export const IP_OPTIONS: readonly OptionHeader[] = [
  optionHeader('rr', 7, ROUTE),
  optionHeader('lsrr', 131, ROUTE),
  optionHeader('ssrr', 137, ROUTE),
  optionHeader('ra', 148, [...COMMON, ['value', integer, 16, 16]]),
];
