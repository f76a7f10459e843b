import { Packet } from '../packet/packet.js';
import type { Printer } from '../packet/print/printer.js';
import { ARPHRD_ETHER, ARPHRD_LOOPBACK } from '../uapi/if_arp.js';
import {
  PACKET_BROADCAST,
  PACKET_HOST,
  PACKET_MULTICAST,
  PACKET_OTHERHOST,
  PACKET_OUTGOING,
} from '../uapi/if_packet.js';

/** Whom a frame was for: this host, all, a group, somebody else, or out of this link. */
export type FrameKind = 'host' | 'broadcast' | 'multicast' | 'otherhost' | 'outgoing';

const kinds: Readonly<Record<number, FrameKind>> = {
  [PACKET_HOST]: 'host',
  [PACKET_BROADCAST]: 'broadcast',
  [PACKET_MULTICAST]: 'multicast',
  [PACKET_OTHERHOST]: 'otherhost',
  [PACKET_OUTGOING]: 'outgoing',
};

/** What the kernel tells beside a frame's bytes. */
export interface FrameFacts {
  readonly timestamp: bigint;
  readonly length: number;
  readonly ifindex: number;
  /** ARPHRD_*. */
  readonly hardware: number;
  /** PACKET_*. */
  readonly type: number;
}

/** A captured frame. */
export class Frame {
  /** When the kernel saw it, in nanoseconds since 1970. */
  readonly timestamp: bigint;
  /** Index of the link that it passed, in the capture's namespace. */
  readonly ifindex: number;
  /** `outgoing` if the link sent it, otherwise whom it was for. */
  readonly kind: FrameKind;
  /**
   * Its decoded view. Its bytes are shared with the frames that arrived together with it: copy them to keep a few of
   * many.
   */
  readonly packet: Packet;

  readonly #printer: Printer;
  #line: string | undefined;

  /** @internal */
  constructor(bytes: Uint8Array, facts: FrameFacts, printer: Printer) {
    this.timestamp = facts.timestamp;
    this.ifindex = facts.ifindex;
    this.kind = kinds[facts.type] ?? 'host';
    const hasEthernet = facts.hardware === ARPHRD_ETHER || facts.hardware === ARPHRD_LOOPBACK;
    this.packet = new Packet(bytes, { length: facts.length, link: hasEthernet ? 'ethernet' : 'ip' });
    this.#printer = printer;
  }

  /** Whether the link received or sent it. */
  get direction(): 'in' | 'out' {
    return this.kind === 'outgoing' ? 'out' : 'in';
  }

  /** The captured bytes, from the link's header on. */
  get bytes(): Uint8Array {
    return this.packet.bytes;
  }

  /** Bytes that the frame had; more than `bytes.length` where the capture's snap length cut it. */
  get length(): number {
    return this.packet.length;
  }

  /** {@link timestamp} as a Date, to the millisecond. */
  get date(): Date {
    return new Date(Number(this.timestamp / 1_000_000n));
  }

  /**
   * The frame in one line, as `tcpdump -tnl` prints it.
   *
   * TCP sequence numbers are relative to the first segment of the connection that was turned into text; the line of
   * a frame is made once and stays.
   */
  toString(): string {
    this.#line ??= this.#printer.print(this.packet);
    return this.#line;
  }
}
