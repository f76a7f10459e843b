import type { Ipv4 } from '../ipv4.js';
import type { Ipv6 } from '../ipv6.js';
import type { Tcp } from '../tcp.js';

/** What the numbers of one direction of a connection are counted from. */
export interface SequenceBases {
  readonly own: number;
  /** The other direction's, which acknowledgements count from. */
  readonly peer: number;
}

/** Connections remembered at once; beyond, the one first seen longest ago is forgotten. */
const LIMIT = 65_536;

/** The first sequence numbers of each connection told so far, so that later ones can be told relative to them. */
export class TcpSequences {
  readonly #directions = new Map<string, SequenceBases>();

  /**
   * Finds the bases of a segment's connection. As in tcpdump, a connection begins with its first segment that has
   * an ACK, or again with a SYN and ACK; that segment's own numbers are told as they are (`begins`).
   */
  follow(ip: Ipv4 | Ipv6, tcp: Tcp): SequenceBases & { readonly begins: boolean } {
    const there = `${ip.source} ${tcp.sourcePort} ${ip.destination} ${tcp.destinationPort}`;
    const known = this.#directions.get(there);
    if (known && !tcp.syn) return { ...known, begins: false };

    const bases = { own: tcp.sequence, peer: (tcp.acknowledgement - 1) >>> 0 };
    const back = `${ip.destination} ${tcp.destinationPort} ${ip.source} ${tcp.sourcePort}`;
    this.#directions.set(there, bases);
    this.#directions.set(back, { own: bases.peer, peer: bases.own });
    if (this.#directions.size > 2 * LIMIT) {
      const oldest = this.#directions.keys();
      for (const key of [oldest.next().value, oldest.next().value]) this.#directions.delete(key ?? there);
    }
    return { ...bases, begins: true };
  }
}
