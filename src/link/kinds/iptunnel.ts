import {
  IFLA_IPTUN_6RD_PREFIX,
  IFLA_IPTUN_6RD_PREFIXLEN,
  IFLA_IPTUN_6RD_RELAY_PREFIX,
  IFLA_IPTUN_6RD_RELAY_PREFIXLEN,
  IFLA_IPTUN_COLLECT_METADATA,
  IFLA_IPTUN_ENCAP_DPORT,
  IFLA_IPTUN_ENCAP_FLAGS,
  IFLA_IPTUN_ENCAP_LIMIT,
  IFLA_IPTUN_ENCAP_SPORT,
  IFLA_IPTUN_ENCAP_TYPE,
  IFLA_IPTUN_FLAGS,
  IFLA_IPTUN_FLOWINFO,
  IFLA_IPTUN_FWMARK,
  IFLA_IPTUN_LINK,
  IFLA_IPTUN_LOCAL,
  IFLA_IPTUN_PMTUDISC,
  IFLA_IPTUN_PROTO,
  IFLA_IPTUN_REMOTE,
  IFLA_IPTUN_TOS,
  IFLA_IPTUN_TTL,
  SIT_ISATAP,
} from '../../uapi/if_tunnel.js';
import { IPPROTO_IPIP, IPPROTO_IPV6, IPPROTO_MPLS } from '../../uapi/in.js';
import { u8, u16, u32 } from '../../wire/codec.js';
import { plainBits } from '../bits.js';
import { ENCAPSULATION_BITS, encapsulation, IP6_TUNNEL_BITS, IP6_TUNNEL_DEFAULTS } from '../encapsulation.js';
import {
  bigWord,
  byte,
  choice,
  device,
  ipv4,
  ipv6,
  number,
  port,
  present,
  switched,
  word,
} from '../field.js';
import { defineKind, type Values } from './kind.js';

/** What a tunnel carries, as `ip link` spells it. */
const IPIP_MODES = { any: 0, ipip: IPPROTO_IPIP, mplsip: IPPROTO_MPLS } as const;
const SIT_MODES = { any: 0, ip6ip: IPPROTO_IPV6, ipip: IPPROTO_IPIP, mplsip: IPPROTO_MPLS } as const;
const IP6_MODES = { any: 0, ip6ip6: IPPROTO_IPV6, ipip6: IPPROTO_IPIP } as const;

const rows = {
  /** The link that the tunnel's own packets leave by. */
  dev: [IFLA_IPTUN_LINK, device],
  /** 0: of the inner packet. */
  ttl: [IFLA_IPTUN_TTL, byte],
  encapType: [IFLA_IPTUN_ENCAP_TYPE, encapsulation],
  encapSourcePort: [IFLA_IPTUN_ENCAP_SPORT, port],
  encapPort: [IFLA_IPTUN_ENCAP_DPORT, port],
  /** The endpoint comes from the packet's metadata. */
  external: [IFLA_IPTUN_COLLECT_METADATA, present, 'create'],
  /** Firewall mark of the tunnel's own packets. */
  mark: [IFLA_IPTUN_FWMARK, word],
} as const;

const rows4 = {
  ...rows,
  local: [IFLA_IPTUN_LOCAL, ipv4],
  remote: [IFLA_IPTUN_REMOTE, ipv4],
  /** 1: of the inner packet. */
  tos: [IFLA_IPTUN_TOS, byte],
  /** Default true. */
  pathMtuDiscovery: [IFLA_IPTUN_PMTUDISC, switched],
} as const;

const encapFlags = {
  name: 'encapFlags',
  type: IFLA_IPTUN_ENCAP_FLAGS,
  codec: plainBits(u16),
  bits: ENCAPSULATION_BITS,
} as const;

/** A tunnel of which nothing is said carries all it can, as `ip link` has it; the kernel's default is one. */
const carryingAny = (options: Values, verb: 'create' | 'set'): Values =>
  verb === 'create' ? { mode: 'any', ...options } : options;

/** IPv4 in IPv4: `ip link add NAME type ipip remote ADDRESS`; RFC 2003. */
export const ipip = defineKind({
  needs: { option: 'CONFIG_NET_IPIP', module: 'ipip' },
  whole: true,
  rows: {
    ...rows4,
    /** Default any. */
    mode: [IFLA_IPTUN_PROTO, choice(u8, IPIP_MODES)],
  },
  bits: [encapFlags],
  refine: carryingAny,
});

/** IPv6 in IPv4: `ip link add NAME type sit remote ADDRESS`; RFC 4213, RFC 5969 (6rd). */
export const sit = defineKind({
  needs: { option: 'CONFIG_IPV6_SIT', module: 'sit' },
  whole: true,
  rows: {
    ...rows4,
    /** Default any. */
    mode: [IFLA_IPTUN_PROTO, choice(u8, SIT_MODES)],
    /** Network of the 6rd domain. */
    sixrdPrefix: [IFLA_IPTUN_6RD_PREFIX, ipv6],
    sixrdPrefixLength: [IFLA_IPTUN_6RD_PREFIXLEN, number(u16, 0, 128)],
    sixrdRelayPrefix: [IFLA_IPTUN_6RD_RELAY_PREFIX, ipv4],
    sixrdRelayPrefixLength: [IFLA_IPTUN_6RD_RELAY_PREFIXLEN, number(u16, 0, 32)],
  },
  bits: [
    encapFlags,
    { name: 'flags', type: IFLA_IPTUN_FLAGS, codec: plainBits(u16), bits: { isatap: SIT_ISATAP } },
  ],
  refine: carryingAny,
});

/** IPv6 or IPv4 in IPv6: `ip link add NAME type ip6tnl remote ADDRESS`; RFC 2473. */
export const ip6tnl = defineKind({
  needs: { option: 'CONFIG_IPV6_TUNNEL', module: 'ip6_tunnel' },
  whole: true,
  rows: {
    ...rows,
    local: [IFLA_IPTUN_LOCAL, ipv6],
    remote: [IFLA_IPTUN_REMOTE, ipv6],
    /** Default any. */
    mode: [IFLA_IPTUN_PROTO, choice(u8, IP6_MODES)],
    /** Tunnels within tunnels; 4 if nothing is said. */
    encapLimit: [IFLA_IPTUN_ENCAP_LIMIT, byte],
    /** Traffic class and flow label. */
    flowInfo: [IFLA_IPTUN_FLOWINFO, bigWord],
  },
  bits: [encapFlags, { name: 'flags', type: IFLA_IPTUN_FLAGS, codec: plainBits(u32), bits: IP6_TUNNEL_BITS }],
  refine: (options, verb) =>
    verb === 'create' ? { mode: 'any', ...IP6_TUNNEL_DEFAULTS, ...options } : options,
});
