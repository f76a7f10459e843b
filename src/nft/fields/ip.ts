import { NFT_PAYLOAD_CSUM_INET } from '../../uapi/nf_tables.js';
import { ipv4Address } from '../datatype/address.js';
import { inetProtocol } from '../datatype/inet.js';
import { integer } from '../datatype/integer.js';
import { dscp, ecn } from '../datatype/protocol.js';
import { protocol } from './protocol.js';

/** IPv4, RFC 791 and RFC 2474. */
export const ip = protocol(
  'ip',
  'network',
  [
    ['version', integer, 0, 4],
    ['hdrlength', integer, 4, 4],
    ['dscp', dscp, 8, 6],
    ['ecn', ecn, 14, 2],
    ['length', integer, 16, 16],
    ['id', integer, 32, 16],
    ['frag-off', integer, 48, 16],
    ['ttl', integer, 64, 8],
    ['protocol', inetProtocol, 72, 8],
    ['checksum', integer, 80, 16],
    ['saddr', ipv4Address, 96, 32],
    ['daddr', ipv4Address, 128, 32],
  ],
  {
    id: 12,
    upper: { meta: 'l4proto' },
    checksum: { field: 'checksum', type: NFT_PAYLOAD_CSUM_INET },
    pseudoHeader: ['saddr', 'daddr', 'protocol', 'length'],
  },
);
