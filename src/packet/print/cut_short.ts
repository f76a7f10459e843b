import type { HeaderKind } from '../packet.js';
import type { PrintContext } from './context.js';
import { cutMark } from './cut_mark.js';
import { endpoints, hasExtensions, portEndpoints } from './endpoints.js';
import { icmpv6Name } from './icmpv6.js';

/** Each protocol as tcpdump names it where the capture ends within its header, and what it has told by then. */
const cut: Readonly<
  Record<HeaderKind, { name: string; told?: (bytes: Uint8Array, context: PrintContext) => string }>
> = {
  ethernet: { name: 'ether' },
  arp: { name: 'arp' },
  ipv4: { name: 'ip', told: (bytes) => (bytes.length > 0 ? 'IP ' : '') },
  ipv6: { name: 'ip6' },
  icmp: { name: 'icmp' },
  icmpv6: { name: 'icmp6', told: ([type]) => (type === undefined ? '' : `ICMP6, ${icmpv6Name(type)}`) },
  tcp: { name: 'tcp', told: (bytes, { ip }) => toldPorts(bytes, ip) ?? (ip ? endpoints(ip).trimEnd() : '') },
  udp: {
    name: 'udp',
    told: (bytes, { ip }) => toldPorts(bytes, ip) ?? (ip && !hasExtensions(ip) ? endpoints(ip) : ''),
  },
};

export function printCutShort(bytes: Uint8Array, expected: HeaderKind, context: PrintContext): string {
  const { ip } = context;
  // After a fragment header that ends the capture nothing more is told.
  if (bytes.length === 0 && ip?.kind === 'ipv6' && ip.fragment) return '';
  const { name, told } = cut[expected];
  return (told?.(bytes, context) ?? '') + cutMark(name);
}

function toldPorts([a, b, c, d]: Uint8Array, ip: PrintContext['ip']): string | undefined {
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return portEndpoints(ip, (a << 8) | b, (c << 8) | d);
}
