import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6 } from '../uapi/if_ether.js';
import {
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IPIP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../uapi/in.js';
import { Arp } from './arp.js';
import { Ethernet } from './ethernet.js';
import { Data } from './header.js';
import { Icmp } from './icmp.js';
import { Icmpv6 } from './icmpv6.js';
import { Ipv4 } from './ipv4.js';
import { Ipv6 } from './ipv6.js';
import { Tcp } from './tcp.js';
import { Udp } from './udp.js';

/** Every protocol that is decoded; a new one is a file with a `Header` and a row here and below. */
const headers = {
  ethernet: Ethernet,
  arp: Arp,
  ipv4: Ipv4,
  ipv6: Ipv6,
  tcp: Tcp,
  udp: Udp,
  icmp: Icmp,
  icmpv6: Icmpv6,
};

/** The protocols that are decoded. */
export type HeaderKind = keyof typeof headers;
/** The header of one of them. */
export type HeaderOf<Kind extends HeaderKind> = InstanceType<(typeof headers)[Kind]>;
/** One header of a packet, or the {@link Data} that is left: discriminated by `kind`. */
export type Layer = HeaderOf<HeaderKind> | Data<HeaderKind>;

const tunnelled = { [IPPROTO_IPIP]: 'ipv4', [IPPROTO_IPV6]: 'ipv6' } as const;
const transports = { [IPPROTO_TCP]: 'tcp', [IPPROTO_UDP]: 'udp', ...tunnelled } as const;

/** What can follow each protocol, by the number that it gives as `next`. */
const followers: Readonly<Record<HeaderKind, Readonly<Record<number, HeaderKind>>>> = {
  ethernet: { [ETH_P_IP]: 'ipv4', [ETH_P_IPV6]: 'ipv6', [ETH_P_ARP]: 'arp' },
  ipv4: { ...transports, [IPPROTO_ICMP]: 'icmp' },
  ipv6: { ...transports, [IPPROTO_ICMPV6]: 'icmpv6' },
  arp: {},
  tcp: {},
  udp: {},
  icmp: {},
  icmpv6: {},
};

/**
 * A captured packet: its headers, found when first asked for and read field by field when asked.
 *
 *     if (packet.tcp?.syn) console.log(packet.ip?.source, packet.tcp.sourcePort);
 *
 * Nothing here throws, whatever the bytes: see {@link Packet.defect}.
 */
export class Packet {
  readonly bytes: Uint8Array;
  /** Bytes on the wire: more than `bytes.length` if the capture cut the packet short. */
  readonly length: number;
  /** The outermost header: `ethernet`, or none (`ip`) as on a tun link. */
  readonly link: 'ethernet' | 'ip';

  #layers: Layer[] | undefined;

  constructor(bytes: Uint8Array, options: { length?: number; link?: 'ethernet' | 'ip' } = {}) {
    this.bytes = bytes;
    this.length = options.length ?? bytes.length;
    this.link = options.link ?? 'ethernet';
  }

  /** All headers, outermost first. The last layer is `data`, unless the packet ends with its last header. */
  get layers(): readonly Layer[] {
    this.#layers ??= [...readLayers(this.bytes, this.length, this.#outermost())];
    return this.#layers;
  }

  /** The outermost header of a kind. */
  find<Kind extends HeaderKind>(kind: Kind): HeaderOf<Kind> | undefined {
    return this.layers.find((layer): layer is HeaderOf<Kind> & Layer => layer.kind === kind);
  }

  get ethernet(): Ethernet | undefined {
    return this.find('ethernet');
  }

  get arp(): Arp | undefined {
    return this.find('arp');
  }

  /** The outermost IP header, of either version; its `kind` tells which. */
  get ip(): Ipv4 | Ipv6 | undefined {
    return this.layers.find((layer) => layer.kind === 'ipv4' || layer.kind === 'ipv6');
  }

  get ipv4(): Ipv4 | undefined {
    return this.find('ipv4');
  }

  get ipv6(): Ipv6 | undefined {
    return this.find('ipv6');
  }

  get tcp(): Tcp | undefined {
    return this.find('tcp');
  }

  get udp(): Udp | undefined {
    return this.find('udp');
  }

  get icmp(): Icmp | undefined {
    return this.find('icmp');
  }

  get icmpv6(): Icmpv6 | undefined {
    return this.find('icmpv6');
  }

  /** The captured bytes after the last header. */
  get payload(): Uint8Array {
    const last = this.layers.at(-1);
    return last?.kind === 'data' ? last.bytes : new Uint8Array();
  }

  /** What is wrong with the first damaged header, such as `tcp: header length 8 is under 20`. */
  get defect(): string | undefined {
    for (const { kind, defect } of this.layers) {
      if (defect) return kind === 'data' ? defect : `${kind}: ${defect}`;
    }
    return undefined;
  }

  #outermost(): HeaderKind {
    if (this.link === 'ethernet') return 'ethernet';
    return (this.bytes[0] ?? 0) >> 4 === 6 ? 'ipv6' : 'ipv4';
  }
}

function* readLayers(bytes: Uint8Array, length: number, first: HeaderKind): Generator<Layer> {
  let kind: HeaderKind | undefined = first;
  let rest = { payload: bytes, payloadLength: length };
  let reason: Data['reason'] = 'payload';
  while (kind) {
    if (rest.payload.length < headers[kind].minimum) {
      return yield new Data(rest.payload, rest.payloadLength, 'truncated', kind);
    }
    const header: HeaderOf<HeaderKind> = new headers[kind](rest.payload, rest.payloadLength);
    yield header;
    rest = header;
    if (header.defect) return yield new Data(header.payload, header.payloadLength, 'malformed');
    const fragment = laterFragment(header);
    kind = header.next === undefined || fragment ? undefined : followers[header.kind][header.next];
    reason = fragment ? 'fragment' : header.next === undefined ? 'payload' : 'unknown';
  }
  if (reason !== 'payload' || rest.payloadLength > 0)
    yield new Data(rest.payload, rest.payloadLength, reason);
}

/** Whether the payload is the middle of a packet, so that its first bytes are no header. */
function laterFragment(header: HeaderOf<HeaderKind>): boolean {
  if (header.kind === 'ipv4') return header.fragmentOffset > 0;
  return header.kind === 'ipv6' && (header.fragment?.offset ?? 0) > 0;
}
