import { etherAddress, ipv4Address } from '../datatype/address.js';
import { integer } from '../datatype/integer.js';
import { arpOperation, etherType } from '../datatype/protocol.js';
import { protocol } from './protocol.js';

/** Ethernet, IEEE 802.3. */
export const ether = protocol(
  'ether',
  'link',
  [
    ['daddr', etherAddress, 0, 48],
    ['saddr', etherAddress, 48, 48],
    ['type', etherType, 96, 16],
  ],
  { id: 17, upper: { field: 'type' }, length: 112 },
);

/** The tag of IEEE 802.1Q, as a header of its own. */
export const vlan = protocol(
  'vlan',
  'link',
  [
    ['pcp', integer, 0, 3],
    ['dei', integer, 3, 1],
    ['cfi', integer, 3, 1],
    ['id', integer, 4, 12],
    ['type', etherType, 16, 16],
  ],
  { id: 16, upper: { field: 'type' }, length: 32 },
);

/** ARP for IPv4 on Ethernet, RFC 826. */
export const arp = protocol(
  'arp',
  'network',
  [
    ['htype', integer, 0, 16],
    ['ptype', etherType, 16, 16],
    ['hlen', integer, 32, 8],
    ['plen', integer, 40, 8],
    ['operation', arpOperation, 48, 16],
    ['saddr ether', etherAddress, 64, 48],
    ['saddr ip', ipv4Address, 112, 32],
    ['daddr ether', etherAddress, 144, 48],
    ['daddr ip', ipv4Address, 192, 32],
  ],
  { id: 15 },
);
