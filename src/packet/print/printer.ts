import { IPPROTO_NONE } from '../../uapi/in.js';
import type { Data } from '../header.js';
import type { HeaderKind, HeaderOf, Layer, Packet } from '../packet.js';
import { printArp } from './arp.js';
import type { PrintContext } from './context.js';
import { printCutShort } from './cut_short.js';
import { printEthernet, printUnknownType } from './ethernet.js';
import { printIcmp } from './icmp.js';
import { printIcmpv6 } from './icmpv6.js';
import { printIpv4 } from './ipv4.js';
import { printIpv6 } from './ipv6.js';
import { printTcp } from './tcp.js';
import { TcpSequences } from './tcp_sequences.js';
import { printUdp } from './udp.js';

const printers: { readonly [Kind in HeaderKind]: (header: HeaderOf<Kind>, context: PrintContext) => string } =
  {
    ethernet: printEthernet,
    arp: printArp,
    ipv4: printIpv4,
    ipv6: printIpv6,
    tcp: printTcp,
    udp: printUdp,
    icmp: printIcmp,
    icmpv6: printIcmpv6,
  };

/**
 * Prints packets one a line, as `tcpdump -tnl` of version 4.99 does. One printer is for one capture: it remembers
 * where each TCP connection's sequence numbers began, and tells later ones relative to that.
 *
 * Known differences: what UDP and TCP carry is told by its length only, where tcpdump decodes well-known ports; of
 * the protocols inside IP it knows TCP, UDP, ICMP, ICMPv6 and IP itself; IEEE 802.3 frames (spanning tree) are
 * dumped in hexadecimal, as frames of an unknown type are.
 */
export class Printer {
  readonly #sequences = new TcpSequences();

  print(packet: Packet): string {
    let context: PrintContext = { ip: undefined, sequences: this.#sequences };
    let text = '';
    let before: Layer | undefined;
    for (const layer of packet.layers) {
      text += layer.kind === 'data' ? printData(layer, before, context) : printHeader(layer, context);
      if (layer.kind === 'ipv4' || layer.kind === 'ipv6') context = { ...context, ip: layer };
      before = layer;
    }
    return text;
  }
}

function printHeader<Kind extends HeaderKind>(
  header: HeaderOf<Kind> & { readonly kind: Kind },
  context: PrintContext,
): string {
  const print: (header: HeaderOf<Kind>, context: PrintContext) => string = printers[header.kind];
  return print(header, context);
}

/** What is told of the rest: nothing after a header that has told its length itself. */
function printData(data: Data<HeaderKind>, before: Layer | undefined, context: PrintContext): string {
  if (data.expected) return printCutShort(data.bytes, data.expected, context);
  if (before?.kind === 'ethernet' && !before.defect) return printUnknownType(before);
  if (data.reason !== 'unknown' || (before?.kind !== 'ipv4' && before?.kind !== 'ipv6')) return '';
  return before.protocol === IPPROTO_NONE ? 'no next header' : ` ip-proto-${before.protocol} ${data.length}`;
}
