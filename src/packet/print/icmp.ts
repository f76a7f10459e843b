import { IPPROTO_TCP, IPPROTO_UDP } from '../../uapi/in.js';
import { ICMP_TYPE, type Icmp } from '../icmp.js';
import type { Ipv4 } from '../ipv4.js';
import { cutMark } from './cut_mark.js';

/** Destination unreachable, by code (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1). */
const unreachable: Readonly<
  Record<number, (address: string, icmp: Icmp, quoted: Ipv4) => string | undefined>
> = {
  0: (address) => `net ${address} unreachable`,
  1: (address) => `host ${address} unreachable`,
  2: (address, _icmp, quoted) => `${address} protocol ${quoted.protocol} unreachable`,
  3: (address, _icmp, quoted) => unreachablePort(address, quoted),
  4: (address, { mtu }) => `${address} unreachable - need to frag${mtu ? ` (mtu ${mtu})` : ''}`,
  5: (address) => `${address} unreachable - source route failed`,
  6: (address) => `net ${address} unreachable - unknown`,
  7: (address) => `host ${address} unreachable - unknown`,
  8: (address) => `${address} unreachable - source host isolated`,
  9: (address) => `net ${address} unreachable - admin prohibited`,
  10: (address) => `host ${address} unreachable - admin prohibited`,
  11: (address) => `net ${address} unreachable - tos prohibited`,
  12: (address) => `host ${address} unreachable - tos prohibited`,
  13: (address) => `host ${address} unreachable - admin prohibited filter`,
  14: (address) => `host ${address} unreachable - host precedence violation`,
  15: (address) => `host ${address} unreachable - precedence cutoff`,
};

const redirects: Readonly<Record<number, (address: string, gateway: string) => string>> = {
  0: (address, gateway) => `redirect ${address} to net ${gateway}`,
  1: (address, gateway) => `redirect ${address} to host ${gateway}`,
  2: (address, gateway) => `redirect-tos ${address} to net ${gateway}`,
  3: (address, gateway) => `redirect-tos ${address} to host ${gateway}`,
};

const timeExceeded: Readonly<Record<number, string>> = {
  0: 'time exceeded in-transit',
  1: 'ip reassembly time exceeded',
};

/** The other types, none of which tells more than its name. */
const names: Readonly<Record<number, string>> = {
  4: 'source quench',
  10: 'router solicitation',
  15: 'information request',
  16: 'information reply',
  17: 'address mask request',
};

/** By type; `undefined` if what is to be told was not captured. */
const printers: Readonly<Record<number, (icmp: Icmp) => string | undefined>> = {
  [ICMP_TYPE.echo]: (icmp) => `echo request, id ${icmp.identifier}, seq ${icmp.sequence}`,
  [ICMP_TYPE.echoReply]: (icmp) => `echo reply, id ${icmp.identifier}, seq ${icmp.sequence}`,
  [ICMP_TYPE.unreachable]: (icmp) => {
    const { quoted, code } = icmp;
    if (!quoted) return undefined;
    const print = unreachable[code];
    return print ? print(quoted.destination, icmp, quoted) : `${quoted.destination} unreachable - #${code}`;
  },
  [ICMP_TYPE.redirect]: ({ quoted, code, gateway }) => {
    if (!quoted) return undefined;
    const print = redirects[code] ?? ((address: string) => `redirect-#${code} ${address} to ${gateway}`);
    return print(quoted.destination, gateway);
  },
  [ICMP_TYPE.timeExceeded]: ({ quoted, code }) => quoted && (timeExceeded[code] ?? `time exceeded-#${code}`),
  [ICMP_TYPE.parameterProblem]: ({ code, bytes }) =>
    `parameter problem - ${code ? `code ${code}` : `octet ${bytes[4]}`}`,
};

export function printIcmp(icmp: Icmp): string {
  const print = printers[icmp.type];
  const said = print ? print(icmp) : (names[icmp.type] ?? `type-#${icmp.type}`);
  return said === undefined ? cutMark('icmp') : `ICMP ${said}, length ${icmp.length}`;
}

function unreachablePort(address: string, quoted: Ipv4): string | undefined {
  const [, , high, low] = quoted.payload;
  if (high === undefined || low === undefined) return undefined;
  const port = (high << 8) | low;
  if (quoted.protocol === IPPROTO_TCP) return `${address} tcp port ${port} unreachable`;
  if (quoted.protocol === IPPROTO_UDP) return `${address} udp port ${port} unreachable`;
  return `${address} protocol ${quoted.protocol} port ${port} unreachable`;
}
