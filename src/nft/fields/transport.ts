import { NFT_PAYLOAD_CSUM_INET, NFT_PAYLOAD_CSUM_SCTP } from '../../uapi/nf_tables.js';
import { inetService } from '../datatype/inet.js';
import { integer } from '../datatype/integer.js';
import { dccpType, tcpFlags } from '../datatype/protocol.js';
import { protocol } from './protocol.js';

/** What TCP, UDP, UDP-Lite, DCCP and SCTP have in common. */
export const th = protocol(
  'th',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
  ],
  { id: 11 },
);

/** TCP, RFC 9293. */
export const tcp = protocol(
  'tcp',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['sequence', integer, 32, 32],
    ['ackseq', integer, 64, 32],
    ['doff', integer, 96, 4],
    ['reserved', integer, 100, 4],
    ['flags', tcpFlags, 104, 8],
    ['window', integer, 112, 16],
    ['checksum', integer, 128, 16],
    ['urgptr', integer, 144, 16],
  ],
  { id: 8, checksum: { field: 'checksum', type: NFT_PAYLOAD_CSUM_INET } },
);

/** UDP, RFC 768. */
export const udp = protocol(
  'udp',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['length', integer, 32, 16],
    ['checksum', integer, 48, 16],
  ],
  { id: 6, checksum: { field: 'checksum', type: NFT_PAYLOAD_CSUM_INET } },
);

/** UDP-Lite, RFC 3828. */
export const udplite = protocol(
  'udplite',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['csumcov', integer, 32, 16],
    ['checksum', integer, 48, 16],
  ],
  { id: 7 },
);

/** DCCP, RFC 4340. */
export const dccp = protocol(
  'dccp',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['type', dccpType, 67, 4],
  ],
  { id: 9 },
);

/** SCTP, RFC 9260. */
export const sctp = protocol(
  'sctp',
  'transport',
  [
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['vtag', integer, 32, 32],
    ['checksum', integer, 64, 32],
  ],
  { id: 10, checksum: { field: 'checksum', type: NFT_PAYLOAD_CSUM_SCTP } },
);
