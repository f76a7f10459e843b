import type { Ipv4 } from '../ipv4.js';
import type { Ipv6 } from '../ipv6.js';
import type { TcpSequences } from './tcp_sequences.js';

/** What a protocol's printer knows besides its own header. */
export interface PrintContext {
  /** The IP header nearest outside. */
  readonly ip: Ipv4 | Ipv6 | undefined;
  /** Initial sequence numbers of the connections printed so far. */
  readonly sequences: TcpSequences;
}
