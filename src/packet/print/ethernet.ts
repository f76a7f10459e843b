import { ETH_P_802_3_MIN } from '../../uapi/if_ether.js';
import type { Ethernet } from '../ethernet.js';
import { cutMark } from './cut_mark.js';
import { hexDump } from './hex.js';

/** Without `-e` tcpdump tells nothing of the header. */
export function printEthernet(ethernet: Ethernet): string {
  return ethernet.defect ? cutMark('vlan') : '';
}

/** What is told of a frame whose type is not known: all of it. */
export function printUnknownType(ethernet: Ethernet): string {
  const { etherType } = ethernet;
  const type =
    etherType < ETH_P_802_3_MIN
      ? '802.3'
      : `ethertype Unknown (0x${etherType.toString(16).padStart(4, '0')})`;
  const head = `${ethernet.source} > ${ethernet.destination}, ${type}, length ${ethernet.length}: `;
  return head + hexDump(ethernet.payload, true);
}
