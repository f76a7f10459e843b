import {
  GRE_CSUM,
  GRE_KEY,
  GRE_SEQ,
  IFLA_GRE_COLLECT_METADATA,
  IFLA_GRE_ENCAP_DPORT,
  IFLA_GRE_ENCAP_FLAGS,
  IFLA_GRE_ENCAP_LIMIT,
  IFLA_GRE_ENCAP_SPORT,
  IFLA_GRE_ENCAP_TYPE,
  IFLA_GRE_FLAGS,
  IFLA_GRE_FLOWINFO,
  IFLA_GRE_FWMARK,
  IFLA_GRE_IFLAGS,
  IFLA_GRE_IGNORE_DF,
  IFLA_GRE_IKEY,
  IFLA_GRE_LINK,
  IFLA_GRE_LOCAL,
  IFLA_GRE_OFLAGS,
  IFLA_GRE_OKEY,
  IFLA_GRE_PMTUDISC,
  IFLA_GRE_REMOTE,
  IFLA_GRE_TOS,
  IFLA_GRE_TTL,
} from '../../uapi/if_tunnel.js';
import { be16, u16, u32 } from '../../wire/codec.js';
import { plainBits } from '../bits.js';
import { ENCAPSULATION_BITS, encapsulation, IP6_TUNNEL_BITS, IP6_TUNNEL_DEFAULTS } from '../encapsulation.js';
import { bigWord, byte, device, ipv4, ipv6, port, present, switched, word } from '../field.js';
import { defineKind, type Values } from './kind.js';

export const greRows = {
  /** The link that the tunnel's own packets leave by. */
  dev: [IFLA_GRE_LINK, device],
  /** The tunnel's own ends, in the IP version that it goes through. */
  local: [IFLA_GRE_LOCAL, ipv4],
  remote: [IFLA_GRE_REMOTE, ipv4],
  /** 0: of the inner packet. */
  ttl: [IFLA_GRE_TTL, byte],
  /** 1: of the inner packet. */
  tos: [IFLA_GRE_TOS, byte],
  /** Only packets with this key are taken. */
  inputKey: [IFLA_GRE_IKEY, bigWord],
  outputKey: [IFLA_GRE_OKEY, bigWord],
  /** Default true. */
  pathMtuDiscovery: [IFLA_GRE_PMTUDISC, switched],
  ignoreDf: [IFLA_GRE_IGNORE_DF, switched],
  encapType: [IFLA_GRE_ENCAP_TYPE, encapsulation],
  encapSourcePort: [IFLA_GRE_ENCAP_SPORT, port],
  encapPort: [IFLA_GRE_ENCAP_DPORT, port],
  /** Endpoint and key come from the packet's metadata. */
  external: [IFLA_GRE_COLLECT_METADATA, present, 'create'],
  /** Firewall mark of the tunnel's own packets. */
  mark: [IFLA_GRE_FWMARK, word],
} as const;

const { ignoreDf, pathMtuDiscovery, ...common } = greRows;
export const gre6Rows = {
  ...common,
  local: [IFLA_GRE_LOCAL, ipv6],
  remote: [IFLA_GRE_REMOTE, ipv6],
  /** Tunnels within tunnels; 4 if nothing is said. */
  encapLimit: [IFLA_GRE_ENCAP_LIMIT, byte],
  /** Traffic class and flow label. */
  flowInfo: [IFLA_GRE_FLOWINFO, bigWord],
} as const;

export const greFlags = [
  {
    name: 'inputFlags',
    type: IFLA_GRE_IFLAGS,
    codec: plainBits(be16),
    bits: { inputChecksum: GRE_CSUM, inputSequence: GRE_SEQ },
    implied: { inputKeyed: GRE_KEY },
  },
  {
    name: 'outputFlags',
    type: IFLA_GRE_OFLAGS,
    codec: plainBits(be16),
    bits: { outputChecksum: GRE_CSUM, outputSequence: GRE_SEQ },
    implied: { outputKeyed: GRE_KEY },
  },
  {
    name: 'encapFlags',
    type: IFLA_GRE_ENCAP_FLAGS,
    codec: plainBits(u16),
    bits: ENCAPSULATION_BITS,
  },
] as const;

export const gre6Flags = [
  ...greFlags,
  { name: 'flags', type: IFLA_GRE_FLAGS, codec: plainBits(u32), bits: IP6_TUNNEL_BITS },
] as const;

/** A key counts only with a flag that says so. */
const withKeyFlags = (options: Values): Values => ({
  ...options,
  ...(options.inputKey === undefined ? {} : { inputKeyed: true }),
  ...(options.outputKey === undefined ? {} : { outputKeyed: true }),
});

function withoutKeyFlags({ inputKeyed, outputKeyed, inputKey, outputKey, ...data }: Values): Values {
  return {
    ...data,
    ...(inputKeyed ? { inputKey } : {}),
    ...(outputKeyed ? { outputKey } : {}),
  };
}

export const greRules = {
  needs: { option: 'CONFIG_NET_IPGRE', module: 'ip_gre' },
  whole: true,
  refine: withKeyFlags,
  tidy: withoutKeyFlags,
} as const;

export const gre6Rules = {
  ...greRules,
  needs: { option: 'CONFIG_IPV6_GRE', module: 'ip6_gre' },
  refine: (options: Values, verb: 'create' | 'set') =>
    withKeyFlags(verb === 'create' ? { ...IP6_TUNNEL_DEFAULTS, ...options } : options),
} as const;

const spec = { ...greRules, rows: greRows, bits: greFlags } as const;
const spec6 = { ...gre6Rules, rows: gre6Rows, bits: gre6Flags } as const;

/** IP packets in GRE over IPv4: `ip link add NAME type gre remote ADDRESS`; RFC 2784, RFC 2890. */
export const gre = defineKind(spec);

/** Ethernet frames in GRE over IPv4: `ip link add NAME type gretap remote ADDRESS`. */
export const gretap = defineKind(spec);

/** IP packets in GRE over IPv6: `ip link add NAME type ip6gre remote ADDRESS`. */
export const ip6gre = defineKind(spec6);

/** Ethernet frames in GRE over IPv6: `ip link add NAME type ip6gretap remote ADDRESS`. */
export const ip6gretap = defineKind(spec6);
