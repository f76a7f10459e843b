import { ETH_P_IP } from '../../uapi/if_ether.js';
import type { Arp, ArpOperation } from '../arp.js';
import { cutMark } from './cut_mark.js';
import { hexDump } from './hex.js';

/** ETHERTYPE_TRAIL: a 1980s encapsulation whose ARP messages look like IP's. */
const TRAILER = 0x1000;

const hardwareNames: Readonly<Record<number, string>> = {
  1: 'Ethernet',
  6: 'TokenRing',
  7: 'ArcNet',
  32: 'InfiniBand',
};
const protocolNames: Readonly<Record<number, string>> = { 2048: 'IPv4', 34525: 'IPv6' };

const operations: Readonly<Record<ArpOperation, (arp: Arp) => string>> = {
  request: (arp) => {
    const guess = /[1-9a-f]/.test(arp.targetHardware) ? ` (${arp.targetHardware})` : '';
    return `Request who-has ${arp.target}${guess} tell ${arp.sender}`;
  },
  reply: (arp) => `Reply ${arp.sender} is-at ${arp.senderHardware}`,
  'reverse-request': (arp) => `Reverse Request who-is ${arp.targetHardware} tell ${arp.senderHardware}`,
  'reverse-reply': (arp) => `Reverse Reply ${arp.targetHardware} at ${arp.target}`,
  'inverse-request': (arp) => `Inverse Request who-is ${arp.targetHardware} tell ${arp.senderHardware}`,
  'inverse-reply': (arp) => `Inverse Reply ${arp.senderHardware} at ${arp.sender}`,
  nak: (arp) => `NACK Reply ${hexDump(arp.bytes, true)}`,
};

export function printArp(arp: Arp): string {
  if (arp.defect) return cutMark('arp');
  const { hardwareType, hardwareLength, protocolType, protocolLength } = arp;
  if (
    (protocolType !== ETH_P_IP && protocolType !== TRAILER) ||
    protocolLength !== 4 ||
    hardwareLength === 0
  ) {
    const hardware = hardwareNames[hardwareType] ?? `Unknown Hardware (${hardwareType})`;
    const unknown = `Unknown Protocol (0x${protocolType.toString(16).padStart(4, '0')})`;
    const protocol = protocolNames[protocolType] ?? unknown;
    return `ARP, ${hardware} (len ${hardwareLength}), ${protocol} (len ${protocolLength}), length ${arp.length}`;
  }
  if (!arp.operation) return `ARP, Unknown (${arp.operationNumber}) ${hexDump(arp.bytes, true)}`;
  const said = `ARP, ${operations[arp.operation](arp)}`;
  return arp.operation === 'nak' ? said : `${said}, length ${arp.length}`;
}
