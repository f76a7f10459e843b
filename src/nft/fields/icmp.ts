import { NFT_PAYLOAD_CSUM_INET } from '../../uapi/nf_tables.js';
import { ipv6Address } from '../datatype/address.js';
import { integer } from '../datatype/integer.js';
import { icmpCode, icmpType, icmpv6Code, icmpv6Type, igmpType } from '../datatype/protocol.js';
import { protocol } from './protocol.js';

const checksum = { field: 'checksum', type: NFT_PAYLOAD_CSUM_INET } as const;

/** ICMP, RFC 792. */
export const icmp = protocol(
  'icmp',
  'transport',
  [
    ['type', icmpType, 0, 8],
    ['code', icmpCode, 8, 8],
    ['checksum', integer, 16, 16],
    ['id', integer, 32, 16, 'echo'],
    ['sequence', integer, 48, 16, 'echo'],
    ['gateway', integer, 32, 32, 'redirect'],
    ['mtu', integer, 48, 16, 'destination-unreachable'],
  ],
  { id: 4, upper: { field: 'type' }, checksum },
);

/** ICMPv6, RFC 4443, RFC 4861 and RFC 2710. */
export const icmpv6 = protocol(
  'icmpv6',
  'transport',
  [
    ['type', icmpv6Type, 0, 8],
    ['code', icmpv6Code, 8, 8],
    ['checksum', integer, 16, 16],
    ['parameter-problem', integer, 32, 32, 'parameter-problem'],
    ['mtu', integer, 32, 32, 'packet-too-big'],
    ['id', integer, 32, 16, 'echo'],
    ['sequence', integer, 48, 16, 'echo'],
    ['max-delay', integer, 32, 16, 'mld-listener-query'],
    ['taddr', ipv6Address, 64, 128, 'neighbor'],
    ['daddr', ipv6Address, 192, 128, 'nd-redirect'],
  ],
  { id: 14, upper: { field: 'type' }, checksum },
);

/** IGMP, RFC 2236 and RFC 3376. */
export const igmp = protocol(
  'igmp',
  'transport',
  [
    ['type', igmpType, 0, 8],
    ['checksum', integer, 16, 16],
    ['mrt', integer, 8, 8],
    ['group', integer, 32, 32],
  ],
  { id: 5, checksum },
);
