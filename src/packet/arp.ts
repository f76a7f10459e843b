import { formatHardware, formatIpv4 } from './address.js';
import { Header } from './header.js';

const operations: Readonly<Record<number, ArpOperation>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse-request',
  4: 'reverse-reply',
  8: 'inverse-request',
  9: 'inverse-reply',
  10: 'nak',
};

/** What an ARP packet asks or answers; RFC 826, RFC 903, RFC 2390. */
export type ArpOperation =
  | 'request'
  | 'reply'
  | 'reverse-request'
  | 'reverse-reply'
  | 'inverse-request'
  | 'inverse-reply'
  | 'nak';

/** An ARP message (RFC 826; other operations RFC 903, RFC 2390). */
export class Arp extends Header {
  readonly kind = 'arp';
  static readonly minimum = 8;

  /** Kind of hardware address, ARPHRD_*: 1 is Ethernet. */
  get hardwareType(): number {
    return this.u16(0);
  }

  /** EtherType of the protocol address: 0x0800 is IPv4. */
  get protocolType(): number {
    return this.u16(2);
  }

  get hardwareLength(): number {
    return this.u8(4);
  }

  get protocolLength(): number {
    return this.u8(5);
  }

  get operationNumber(): number {
    return this.u16(6);
  }

  /** What is asked or answered, or `undefined` for a number without a name. */
  get operation(): ArpOperation | undefined {
    return operations[this.operationNumber];
  }

  get senderHardware(): string {
    return formatHardware(this.slice(8, this.hardwareLength));
  }

  /** The sender's protocol address: dotted for IPv4, colon-separated bytes for anything else. */
  get sender(): string {
    return this.#protocolAddress(8 + this.hardwareLength);
  }

  /** All zero in a request, unless the asker guesses. */
  get targetHardware(): string {
    return formatHardware(this.slice(8 + this.hardwareLength + this.protocolLength, this.hardwareLength));
  }

  get target(): string {
    return this.#protocolAddress(8 + 2 * this.hardwareLength + this.protocolLength);
  }

  get headerLength(): number {
    return 8 + 2 * (this.hardwareLength + this.protocolLength);
  }

  #protocolAddress(at: number): string {
    const bytes = this.slice(at, this.protocolLength);
    return bytes.length === 4 ? formatIpv4(bytes) : formatHardware(bytes);
  }
}
