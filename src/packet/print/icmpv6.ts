import { IPPROTO_TCP, IPPROTO_UDP } from '../../uapi/in.js';
import { formatIpv6 } from '../address.js';
import { ICMPV6_TYPE, type Icmpv6 } from '../icmpv6.js';
import type { Ipv6 } from '../ipv6.js';
import { cutMark } from './cut_mark.js';
import { hexDump } from './hex.js';

const names: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded in-transit',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbor solicitation',
  136: 'neighbor advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
};

/** Pieces of a line in their order; where one was not captured, the line is told to have been cut short there. */
type Pieces = readonly (string | undefined)[];

/** Destination unreachable, by code (RFC 4443, section 3.1); the second one's space is tcpdump's. */
const unreachable: Readonly<Record<number, (quoted: Ipv6 | undefined) => Pieces>> = {
  0: (quoted) => [', unreachable route', quoted && ` ${quoted.destination}`],
  1: (quoted) => [',  unreachable prohibited', quoted && ` ${quoted.destination}`],
  2: (quoted) => [', beyond scope', quoted && ` ${quoted.destination}, source address ${quoted.source}`],
  3: (quoted) => [', unreachable address', quoted && ` ${quoted.destination}`],
  4: (quoted) => [', unreachable port', quoted && unreachablePort(quoted)],
};

const problems: Readonly<Record<number, string>> = {
  0: ', erroneous - octet ',
  1: ', next header - octet ',
  2: ', option - octet ',
  3: ', incomplete header chain - octet ',
};

const echo = ({ identifier, sequence }: Icmpv6) => [`, id ${identifier}, seq ${sequence}`];

/** What follows the name, by type. */
const details: Readonly<Record<number, (icmp: Icmpv6) => Pieces>> = {
  [ICMPV6_TYPE.unreachable]: ({ quoted, code }) => unreachable[code]?.(quoted) ?? [],
  [ICMPV6_TYPE.packetTooBig]: ({ mtu }) => [`, mtu ${mtu}`],
  [ICMPV6_TYPE.timeExceeded]: ({ quoted, code }) => {
    if (code === 0) return [quoted && ` for ${quoted.destination}`];
    return [code === 1 ? ' (reassembly)' : `, unknown code (${code})`];
  },
  [ICMPV6_TYPE.parameterProblem]: ({ quoted, code, pointer }) => {
    const problem = problems[code];
    return [quoted && (problem ? problem + pointer : `, code-#${code}`)];
  },
  [ICMPV6_TYPE.echo]: echo,
  [ICMPV6_TYPE.echoReply]: echo,
  [ICMPV6_TYPE.listenerQuery]: printQuery,
  [ICMPV6_TYPE.listenerReport]: printListener,
  [ICMPV6_TYPE.listenerDone]: printListener,
  [ICMPV6_TYPE.neighbourSolicitation]: ({ target }) => [target && `, who has ${target}`],
  [ICMPV6_TYPE.neighbourAdvertisement]: ({ target }) => [target && `, tgt is ${target}`],
  [ICMPV6_TYPE.redirect]: ({ target, destination }) => [destination && `, ${destination} to ${target}`],
  [ICMPV6_TYPE.listenerReport2]: ({ bytes }) => [
    `, ${((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)} group record(s)`,
  ],
};

export function printIcmpv6(icmp: Icmpv6): string {
  const { type, length } = icmp;
  let text = `ICMP6, ${icmpv6Name(type)}`;
  if (!(type in names)) return `${text}, length ${length}${hexDump(icmp.bytes, false)}`;
  if (type === ICMPV6_TYPE.unreachable && !(icmp.code in unreachable)) {
    return `${text}, unknown unreach code (${icmp.code})${hexDump(icmp.bytes, false)}`;
  }
  for (const piece of details[type]?.(icmp) ?? []) {
    if (piece === undefined) return text + cutMark('icmp6');
    text += piece;
  }
  return `${text}, length ${length}`;
}

export function icmpv6Name(type: number): string {
  return names[type] ?? `unknown icmp6 type (${type})`;
}

function unreachablePort(quoted: Ipv6): string | undefined {
  const [, , high, low] = quoted.payload;
  if (high === undefined || low === undefined) return undefined;
  const port = (high << 8) | low;
  const start = `, ${quoted.destination}`;
  if (quoted.protocol === IPPROTO_TCP) return `${start} tcp port ${port}`;
  if (quoted.protocol === IPPROTO_UDP) return `${start} udp port ${port}`;
  return undefined;
}

/** A query of MLD version 1 (RFC 2710) has 24 bytes, of version 2 (RFC 3810) at least 28. */
function printQuery(icmp: Icmpv6): Pieces {
  const { bytes, length } = icmp;
  if (length === 24) return printListener(icmp);
  if (length < 28) return [` unknown-version (len ${length}) `];
  const [high, low] = bytes.subarray(26);
  const group = bytes.length >= 24 ? ` [gaddr ${formatIpv6(bytes.subarray(8, 24))}` : undefined;
  if (high === undefined || low === undefined) return [' v2', group, undefined];
  const sources = (high << 8) | low;
  return [' v2', group, sources ? `, ${sources} source(s)` : '', ']'];
}

function printListener({ bytes }: Icmpv6): Pieces {
  if (bytes.length < 24) return [];
  const delay = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0);
  return [`max resp delay: ${delay} addr: ${formatIpv6(bytes.subarray(8, 24))}`];
}
