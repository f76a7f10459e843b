import { integer } from '../datatype/integer.js';
import { mptcpSubtype } from '../datatype/protocol.js';
import { type OptionHeader, type OptionRow, optionHeader } from './option.js';

const KIND: OptionRow = ['kind', integer, 0, 8];

/** Kind and length, which every option has but those of a single byte. */
const COMMON: readonly OptionRow[] = [KIND, ['length', integer, 8, 8]];

const SACK = 5;

/** One of the up to four blocks of a selective acknowledgement, RFC 2018. */
function sackBlock(name: string, block: number): OptionHeader {
  return optionHeader(name, SACK, [
    ...COMMON,
    ['left', integer, 16 + 64 * block, 32],
    ['right', integer, 48 + 64 * block, 32],
  ]);
}

/** TCP options, by the numbers of IANA. */
export const TCP_OPTIONS: readonly OptionHeader[] = [
  optionHeader('eol', 0, [KIND]),
  optionHeader('nop', 1, [KIND]),
  optionHeader('maxseg', 2, [...COMMON, ['size', integer, 16, 16]]),
  optionHeader('window', 3, [...COMMON, ['count', integer, 16, 8]]),
  optionHeader('sack-perm', 4, COMMON),
  sackBlock('sack', 0),
  sackBlock('sack1', 1),
  sackBlock('sack2', 2),
  sackBlock('sack3', 3),
  optionHeader('timestamp', 8, [...COMMON, ['tsval', integer, 16, 32], ['tsecr', integer, 48, 32]]),
  optionHeader('md5sig', 19, COMMON),
  // RFC 8684.
  optionHeader('mptcp', 30, [...COMMON, ['subtype', mptcpSubtype, 16, 4]]),
  // RFC 7413.
  optionHeader('fastopen', 34, COMMON),
];

/** Other words for the same. */
export const TCP_OPTION_WORDS: Readonly<Record<string, string>> = {
  sack0: 'sack',
  mss: 'maxseg',
  'sack-permitted': 'sack-perm',
  echo: 'timestamp',
};

/** All options together, in bits: the data offset of TCP counts to 60 bytes, 20 of which are the header. */
export const LONGEST_TCP_OPTIONS = 40 * 8;
