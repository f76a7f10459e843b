import type { TcpOption } from '../packet/tcp_options.js';

/** An ICMP or ICMPv6 error that answered a probe. */
export interface IcmpReport {
  readonly protocol: 'icmp' | 'icmpv6';
  /** Message type: of ICMP 3 (unreachable) or 11 (time exceeded), of ICMPv6 1 or 3. */
  readonly type: number;
  readonly code: number;
  /** Who sent it; an address of the probing host itself where its next hop did not answer ARP or NDP. */
  readonly from: string;
}

/** What came back, and from whom. */
export interface Answer {
  /** From the SYN to its answer, in ms, by the kernel's clock at both ends. */
  readonly rtt: number;
  /** Who answered. */
  readonly address: string;
  /** Time to live, or hop limit, that the answer arrived with. */
  readonly ttl: number;
  /** Receive window of the answer. */
  readonly window: number;
  /** Its TCP options, in their order. */
  readonly options: readonly TcpOption[];
}

/** What became of a TCP probe; `attempts` is how many SYNs were sent. */
export type TcpVerdict =
  /** SYN and ACK came back: something listens. */
  | ({ readonly state: 'open'; readonly attempts: number } & Answer)
  /** A reset came back: nothing listens. */
  | ({ readonly state: 'closed'; readonly attempts: number } & Answer)
  /**
   * The network said that it cannot be reached. `error` is what the kernel makes of that: ENETUNREACH (no route),
   * EHOSTUNREACH (unreachable, or the next hop is silent), ECONNREFUSED (port unreachable), EACCES (prohibited)...
   * `icmp` is there unless this host refused by itself; then no SYN may have been sent.
   */
  | {
      readonly state: 'unreachable';
      readonly attempts: number;
      readonly error: string;
      readonly icmp?: IcmpReport;
    }
  /** Nothing came back; `error` is EPERM where this host's own firewall dropped the SYN on its way out. */
  | { readonly state: 'filtered'; readonly attempts: number; readonly error?: string };
