import {
  TUNNEL_ENCAP_FLAG_CSUM,
  TUNNEL_ENCAP_FLAG_CSUM6,
  TUNNEL_ENCAP_FLAG_REMCSUM,
  TUNNEL_ENCAP_FOU,
  TUNNEL_ENCAP_GUE,
  TUNNEL_ENCAP_MPLS,
  TUNNEL_ENCAP_NONE,
} from '../uapi/if_tunnel.js';
import {
  IP6_TNL_F_ALLOW_LOCAL_REMOTE,
  IP6_TNL_F_IGN_ENCAP_LIMIT,
  IP6_TNL_F_MIP6_DEV,
  IP6_TNL_F_RCV_DSCP_COPY,
  IP6_TNL_F_USE_ORIG_FLOWLABEL,
  IP6_TNL_F_USE_ORIG_FWMARK,
  IP6_TNL_F_USE_ORIG_TCLASS,
} from '../uapi/ip6_tunnel.js';
import { u16 } from '../wire/codec.js';
import { choice } from './field.js';

/** UDP around a tunnel's packets, as `ip link` spells it; ip-fou(8). */
export const ENCAPSULATIONS = {
  none: TUNNEL_ENCAP_NONE,
  fou: TUNNEL_ENCAP_FOU,
  gue: TUNNEL_ENCAP_GUE,
  mpls: TUNNEL_ENCAP_MPLS,
} as const;

export const encapsulation = choice(u16, ENCAPSULATIONS);

export const ENCAPSULATION_BITS = {
  /** UDP checksums. */
  encapChecksum: TUNNEL_ENCAP_FLAG_CSUM,
  encapChecksum6: TUNNEL_ENCAP_FLAG_CSUM6,
  encapRemoteChecksum: TUNNEL_ENCAP_FLAG_REMCSUM,
} as const;

/** What IPv6 tunnels can leave as it is, or copy from the inner packet. */
export const IP6_TUNNEL_BITS = {
  ignoreEncapLimit: IP6_TNL_F_IGN_ENCAP_LIMIT,
  /** The traffic class is the inner packet's. */
  inheritTrafficClass: IP6_TNL_F_USE_ORIG_TCLASS,
  /** The flow label is the inner packet's. */
  inheritFlowLabel: IP6_TNL_F_USE_ORIG_FLOWLABEL,
  /** For mobile IPv6. */
  mobility: IP6_TNL_F_MIP6_DEV,
  copyDscp: IP6_TNL_F_RCV_DSCP_COPY,
  /** The firewall mark is the inner packet's. */
  inheritMark: IP6_TNL_F_USE_ORIG_FWMARK,
  /** The tunnel's own endpoint may be the inner packet's destination. */
  allowLocalRemote: IP6_TNL_F_ALLOW_LOCAL_REMOTE,
} as const;

/** What `ip link` says of an IPv6 tunnel if it is told nothing; the kernel would take zero. */
export const IP6_TUNNEL_DEFAULTS = { ttl: 64, encapLimit: 4 } as const;
