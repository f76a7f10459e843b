import type { Ipv4 } from '../ipv4.js';
import { cutMark } from './cut_mark.js';
import { endpoints, tellsPorts } from './endpoints.js';

export function printIpv4(ip: Ipv4): string {
  const { version, headerLength, totalLength } = ip;
  if (version === 6) return 'IP6, wrong link-layer encapsulation (invalid)';
  if (version !== 4) return `IP${version} (invalid)`;
  if (headerLength < 20) return `IP bad-hlen ${headerLength}`;

  const missing = totalLength - ip.length;
  const start = missing > 0 ? `IP truncated-ip - ${missing} bytes missing! ` : 'IP ';
  if (totalLength < headerLength) return `${start}bad-len ${totalLength}`;
  if (ip.fragmentOffset > 0) return `${start}${ip.source} > ${ip.destination}: ip-proto-${ip.protocol}`;

  const addresses = tellsPorts(ip.protocol) ? '' : endpoints(ip);
  if (ip.bytes.length >= headerLength) return start + addresses;
  const remaining = ` [remaining caplen(${ip.bytes.length}) < header length(${headerLength})]`;
  return start + addresses + remaining + cutMark('ip');
}
