import { inetProtocol } from '../datatype/inet.js';
import { bitmask, integer } from '../datatype/integer.js';
import { protocol } from './protocol.js';

/** The authentication header, RFC 4302. */
export const ah = protocol(
  'ah',
  'transport',
  [
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
    ['reserved', integer, 16, 16],
    ['spi', integer, 32, 32],
    ['sequence', integer, 64, 32],
  ],
  { id: 1, upper: { field: 'nexthdr' } },
);

/** Encapsulating security payload, RFC 4303. */
export const esp = protocol(
  'esp',
  'transport',
  [
    ['spi', integer, 0, 32],
    ['sequence', integer, 32, 32],
  ],
  { id: 2 },
);

/** IP payload compression, RFC 3173. */
export const comp = protocol(
  'comp',
  'transport',
  [
    ['nexthdr', inetProtocol, 0, 8],
    ['flags', bitmask, 8, 8],
    ['cpi', integer, 16, 16],
  ],
  { id: 3, upper: { field: 'nexthdr' } },
);
