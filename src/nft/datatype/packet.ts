import { integerToAst } from './integer.js';
import { symbolicType } from './symbolic.js';

/** ARPHRD_*, linux/if_arp.h. */
export const interfaceType = symbolicType({
  name: 'iface_type',
  id: 21,
  description: 'network interface type',
  bits: 16,
  order: 'host',
  symbols: { ether: 1, ppp: 512, ipip: 768, ipip6: 769, loopback: 772, sit: 776, ipgre: 778 },
});

/** PACKET_*, linux/if_packet.h. */
export const packetType = symbolicType({
  name: 'pkt_type',
  id: 31,
  description: 'packet type',
  bits: 8,
  order: 'host',
  symbols: { host: 0, unicast: 0, broadcast: 1, multicast: 2, other: 3 },
});

/** RTN_*, linux/rtnetlink.h: what the routing tables say about an address. */
export const addressKind = symbolicType({
  name: 'fib_addrtype',
  id: 38,
  description: 'address type',
  bits: 32,
  order: 'host',
  symbols: {
    unspec: 0,
    unicast: 1,
    local: 2,
    broadcast: 3,
    anycast: 4,
    multicast: 5,
    blackhole: 6,
    unreachable: 7,
    prohibit: 8,
  },
});

/** Whether something is there; JSON has it as a truth value. */
const existence = symbolicType({
  name: 'boolean',
  id: 39,
  description: 'truth value',
  bits: 1,
  order: 'host',
  symbols: { exists: 1, missing: 0 },
});

export const boolean: typeof existence = {
  ...existence,
  // Only these two have words: a test can compare with any number.
  toAst(value) {
    const number = integerToAst(value);
    return number === 0 || number === 1 ? number === 1 : number;
  },
  toText(immediate, _names, style) {
    if (typeof immediate !== 'boolean') return String(immediate);
    if (style.numericSymbols) return String(Number(immediate));
    return immediate ? 'exists' : 'missing';
  },
  inJson: () => undefined,
};
