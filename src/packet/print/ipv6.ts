import { formatIpv6 } from '../address.js';
import type { Ipv6, Ipv6Extension, Ipv6ExtensionKind } from '../ipv6.js';
import { cutMark } from './cut_mark.js';
import { endpoints, tellsPorts } from './endpoints.js';

/** What each extension header adds to the line, if it was captured whole. */
const extensions: Readonly<Record<Ipv6ExtensionKind, (extension: Ipv6Extension, ip: Ipv6) => string>> = {
  'hop-by-hop': () => 'HBH ',
  destination: () => 'DSTOPT ',
  routing: printRouting,
  fragment: (extension, ip) => {
    const offset = ip.fragment?.offset ?? 0;
    const said = `frag (${offset}|${40 + ip.dataLength - extension.offset - 8})`;
    return offset === 0 ? `${said} ` : said;
  },
};

/** How tcpdump names an extension header that is cut short. */
const names: Readonly<Record<Ipv6ExtensionKind, string>> = {
  'hop-by-hop': 'hbhopt',
  destination: 'dstopt',
  routing: 'rt6',
  fragment: 'frag6',
};

export function printIpv6(ip: Ipv6): string {
  if (ip.version !== 6) return `IP6 version error: ${ip.version} != 6`;
  const missing = 40 + ip.dataLength - ip.length;
  let text = missing > 0 ? `IP6 truncated-ip6 - ${missing} bytes missing!` : 'IP6 ';
  if (!tellsPorts(ip.nextHeader)) text += endpoints(ip);
  for (const extension of ip.extensions) {
    const { kind, bytes, length } = extension;
    // Of a fragment only the offset is told, which comes before the identification.
    const needed = kind === 'fragment' ? 4 : length;
    if (bytes.length < needed) return text + cutMark(names[kind]);
    text += extensions[kind](extension, ip);
  }
  return text;
}

/** Routing headers: type 0 (RFC 5095 deprecates it), 2 (mobile, RFC 6275) and 4 (segments, RFC 8754) list addresses. */
function printRouting({ bytes, length }: Ipv6Extension): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units = length / 8 - 1;
  const type = view.getUint8(2);
  let text = `RT6 (len=${units}, type=${type}${type === 0 ? ' [Deprecated]' : ''}, segleft=${view.getUint8(3)}`;

  if (type === 4) {
    const flags = view.getUint8(5);
    text += `, last-entry=${view.getUint8(4)}${flags ? `, flags=0x${flags.toString(16)}` : ''}`;
    text += `, tag=${view.getUint16(6).toString(16)}`;
  } else if (type === 0 || type === 2) {
    const reserved = view.getUint32(4);
    if (reserved) text += `, rsv=0x${reserved.toString(16)}`;
  } else return `${text} (unknown type) (invalid)`;

  if (units % 2 === 1) return `${text} (invalid length ${units}) (invalid)`;
  for (let index = 0; index < units / 2; index++) {
    text += `, [${index}]${formatIpv6(bytes.subarray(8 + 16 * index, 24 + 16 * index))}`;
  }
  return `${text}) `;
}
