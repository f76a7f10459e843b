import { integer } from '../datatype/integer.js';
import { type OptionHeader, type OptionRow, optionHeader } from './option.js';

const COMMON: readonly OptionRow[] = [
  ['type', integer, 0, 8],
  ['flags', integer, 8, 8],
  ['length', integer, 16, 16],
];

const INIT: readonly OptionRow[] = [
  ['init-tag', integer, 32, 32],
  ['a-rwnd', integer, 64, 32],
  ['num-outbound-streams', integer, 96, 16],
  ['num-inbound-streams', integer, 112, 16],
  ['initial-tsn', integer, 128, 32],
];

const SACK: readonly OptionRow[] = [
  ['cum-tsn-ack', integer, 32, 32],
  ['a-rwnd', integer, 64, 32],
  ['num-gap-ack-blocks', integer, 96, 16],
  ['num-dup-tsns', integer, 112, 16],
];

const DATA: readonly OptionRow[] = [
  ['tsn', integer, 32, 32],
  ['stream', integer, 64, 16],
  ['ssn', integer, 80, 16],
  ['ppid', integer, 96, 32],
];

/** A chunk with one number of 32 bits behind its head. */
function single(name: string): readonly OptionRow[] {
  return [[name, integer, 32, 32]];
}

function chunk(name: string, number: number, rows: readonly OptionRow[] = []): OptionHeader {
  return optionHeader(name, number, [...COMMON, ...rows]);
}

/** SCTP chunks, RFC 9260, RFC 3758 and RFC 5061. */
export const SCTP_CHUNKS: readonly OptionHeader[] = [
  chunk('data', 0, DATA),
  chunk('init', 1, INIT),
  chunk('init-ack', 2, INIT),
  chunk('sack', 3, SACK),
  chunk('heartbeat', 4),
  chunk('heartbeat-ack', 5),
  chunk('abort', 6),
  chunk('shutdown', 7, single('cum-tsn-ack')),
  chunk('shutdown-ack', 8),
  chunk('error', 9),
  chunk('cookie-echo', 10),
  chunk('cookie-ack', 11),
  chunk('ecne', 12, single('lowest-tsn')),
  chunk('cwr', 13, single('lowest-tsn')),
  chunk('shutdown-complete', 14),
  chunk('asconf-ack', 128, single('seqno')),
  chunk('forward-tsn', 192, single('new-cum-tsn')),
  chunk('asconf', 193, single('seqno')),
];
