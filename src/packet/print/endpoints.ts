import { IPPROTO_TCP, IPPROTO_UDP } from '../../uapi/in.js';
import type { Ipv4 } from '../ipv4.js';
import type { Ipv6 } from '../ipv6.js';

/** `192.0.2.1 > 192.0.2.2: ` */
export function endpoints(ip: Ipv4 | Ipv6): string {
  return `${ip.source} > ${ip.destination}: `;
}

/** TCP and UDP tell the addresses together with the ports; of anything else IP tells them itself. */
export function tellsPorts(protocol: number): boolean {
  return protocol === IPPROTO_TCP || protocol === IPPROTO_UDP;
}

/** `192.0.2.1.1024 > 192.0.2.2.80: `; after IPv6 extension headers, where addresses stand already, only the ports. */
export function portEndpoints(
  ip: Ipv4 | Ipv6 | undefined,
  sourcePort: number,
  destinationPort: number,
): string {
  if (!ip || hasExtensions(ip)) return `${sourcePort} > ${destinationPort}: `;
  return `${ip.source}.${sourcePort} > ${ip.destination}.${destinationPort}: `;
}

export function hasExtensions(ip: Ipv4 | Ipv6): boolean {
  return ip.kind === 'ipv6' && ip.extensions.length > 0;
}
