import { ipv6Address } from '../datatype/address.js';
import { inetProtocol } from '../datatype/inet.js';
import { integer } from '../datatype/integer.js';
import { dscp, ecn } from '../datatype/protocol.js';
import { protocol } from './protocol.js';

/** IPv6, RFC 8200. */
export const ip6 = protocol(
  'ip6',
  'network',
  [
    ['version', integer, 0, 4],
    ['dscp', dscp, 4, 6],
    ['ecn', ecn, 10, 2],
    ['flowlabel', integer, 12, 20],
    ['length', integer, 32, 16],
    ['nexthdr', inetProtocol, 48, 8],
    ['hoplimit', integer, 56, 8],
    ['saddr', ipv6Address, 64, 128],
    ['daddr', ipv6Address, 192, 128],
  ],
  { id: 13, upper: { meta: 'l4proto' }, pseudoHeader: ['saddr', 'daddr', 'nexthdr', 'length'] },
);
