import {
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_MH,
  IPPROTO_ROUTING,
} from '../../uapi/in.js';
import { ipv6Address } from '../datatype/address.js';
import { inetProtocol } from '../datatype/inet.js';
import { integer } from '../datatype/integer.js';
import { mobilityType } from '../datatype/protocol.js';
import { type OptionHeader, type OptionRow, optionHeader } from './option.js';

const NEXT: readonly OptionRow[] = [
  ['nexthdr', inetProtocol, 0, 8],
  ['hdrlength', integer, 8, 8],
];

/** The kernel looks no further than 256 bytes into a header, so that is how many addresses can be asked for. */
const MOST_ADDRESSES = 15;

/** `sid[1]` and so on, which begin behind the first 8 bytes. */
function addresses(name: string): OptionRow[] {
  return Array.from({ length: MOST_ADDRESSES }, (_, i) => [
    `${name}[${i + 1}]`,
    ipv6Address,
    64 + 128 * i,
    128,
  ]);
}

/**
 * IPv6 extension headers, RFC 8200 and RFC 6275. Routing headers of several types have the same number: what `srh` says
 * too is listed as that, because nft does so.
 */
export const EXTENSION_HEADERS: readonly OptionHeader[] = [
  optionHeader('hbh', IPPROTO_HOPOPTS, NEXT),
  optionHeader('rt', IPPROTO_ROUTING, [...NEXT, ['type', integer, 16, 8], ['seg-left', integer, 24, 8]]),
  // Segment routing, RFC 8754.
  optionHeader('srh', IPPROTO_ROUTING, [
    ['last-entry', integer, 32, 8],
    ['flags', integer, 40, 8],
    ['tag', integer, 48, 16],
    ...addresses('sid'),
  ]),
  optionHeader('rt0', IPPROTO_ROUTING, addresses('addr')),
  // The home address of a mobile node, RFC 6275, section 6.4.
  optionHeader('rt2', IPPROTO_ROUTING, [['addr', ipv6Address, 64, 128]]),
  optionHeader('frag', IPPROTO_FRAGMENT, [
    ['nexthdr', inetProtocol, 0, 8],
    ['reserved', integer, 8, 8],
    ['frag-off', integer, 16, 13],
    ['reserved2', integer, 29, 2],
    ['more-fragments', integer, 31, 1],
    ['id', integer, 32, 32],
  ]),
  optionHeader('dst', IPPROTO_DSTOPTS, NEXT),
  optionHeader('mh', IPPROTO_MH, [
    ...NEXT,
    ['type', mobilityType, 16, 8],
    ['reserved', integer, 24, 8],
    ['checksum', integer, 32, 16],
  ]),
];
