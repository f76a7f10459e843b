/** Words of the language that cannot be names of tables, chains or values. */
const RESERVED =
  'accept add ah all and arp auto-merge bridge cgroup chain comment comp constant continue counter cpu create ct day ' +
  'dccp define delete describe device devices dnat drop dst dup dynamic ecn element elements eq esp ether exists ' +
  'expires export exthdr fib flags flow flowtable flush frag fwd gc-interval ge get goto gt handle hbh hook hour ' +
  'ibriport ibrname icmp icmpv6 igmp iif iifgroup iifname iiftype import include index inet insert interval ip ip6 ' +
  'ipsec jhash jump le limit list log lshift lt map mark masquerade meta meter mh missing monitor ne netdev nftrace ' +
  'not notrack numgen obriport obrname offload oif oifgroup oifname oiftype or osf pkttype policy position priority ' +
  'queue quota random redefine redirect reject rename replace reset return rshift rt rt0 rt2 rtclassid rule ruleset ' +
  'sctp secmark set size skgid skuid snat socket srh symhash synproxy table tcp th time timeout tproxy type typeof ' +
  'udp udplite undefine update vlan vmap xor xt';

const reserved = new Set(RESERVED.split(' '));

/** The same, for whoever looks for one that is close to another word. */
export const RESERVED_WORDS: Iterable<string> = reserved;

export function isReserved(word: string): boolean {
  return reserved.has(word);
}

/** Reserved words that are values, too: protocols, flags and the like. */
const values = new Set(
  'ether ip ip6 vlan arp dnat snat ecn reset tcp udp udplite esp ah icmp igmp icmpv6 comp dccp sctp redirect'.split(
    ' ',
  ),
);

export function isValueWord(word: string): boolean {
  return values.has(word) || !reserved.has(word);
}

/** Operators that are words. */
const operators: ReadonlyMap<string, string> = new Map([
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['gt', '>'],
  ['le', '<='],
  ['ge', '>='],
  ['and', '&'],
  ['or', '|'],
  ['xor', '^'],
  ['not', '!'],
  ['lshift', '<<'],
  ['rshift', '>>'],
]);

export function operatorWord(word: string): string | undefined {
  return operators.get(word);
}
