import type { Udp } from '../udp.js';
import type { PrintContext } from './context.js';
import { portEndpoints } from './endpoints.js';

/** The payload is told by its length, whatever the port; tcpdump goes on to decode DNS, DHCP and others. */
export function printUdp(udp: Udp, { ip }: PrintContext): string {
  const ends = portEndpoints(ip, udp.sourcePort, udp.destinationPort);
  if (udp.length < 8) return `${ends}truncated-udp ${udp.length}`;
  if (udp.datagramLength < 8) return `${ends}truncated-udplength ${udp.datagramLength}`;
  const available = udp.length - 8;
  const whole = udp.payloadLength <= available || isFragmented(ip);
  return (
    ends +
    (whole ? `UDP, length ${udp.payloadLength}` : `UDP, bad length ${udp.payloadLength} > ${available}`)
  );
}

function isFragmented(ip: PrintContext['ip']): boolean {
  return ip?.kind === 'ipv4' ? ip.moreFragments : ip?.fragment !== undefined;
}
