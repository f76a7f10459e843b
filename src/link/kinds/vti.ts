import {
  IFLA_VTI_FWMARK,
  IFLA_VTI_IKEY,
  IFLA_VTI_LINK,
  IFLA_VTI_LOCAL,
  IFLA_VTI_OKEY,
  IFLA_VTI_REMOTE,
} from '../../uapi/if_tunnel.js';
import { bigWord, device, ipv4, ipv6, word } from '../field.js';
import { defineKind } from './kind.js';

const rows = {
  /** The link that the tunnel's own packets leave by. */
  dev: [IFLA_VTI_LINK, device],
  /** The mark by which IPsec policies know what comes in; 0: none. */
  inputKey: [IFLA_VTI_IKEY, bigWord],
  /** The mark by which they know what goes out. */
  outputKey: [IFLA_VTI_OKEY, bigWord],
  /** Firewall mark of the tunnel's own packets. */
  mark: [IFLA_VTI_FWMARK, word],
} as const;

/** IPv4 through IPsec, by policies with a mark: `ip link add NAME type vti local ADDRESS remote ADDRESS key KEY`. */
export const vti = defineKind({
  needs: { option: 'CONFIG_NET_IPVTI', module: 'ip_vti' },
  whole: true,
  rows: { ...rows, local: [IFLA_VTI_LOCAL, ipv4], remote: [IFLA_VTI_REMOTE, ipv4] },
});

/** The same over IPv6: `ip link add NAME type vti6 local ADDRESS remote ADDRESS key KEY`. */
export const vti6 = defineKind({
  needs: { option: 'CONFIG_IPV6_VTI', module: 'ip6_vti' },
  whole: true,
  rows: { ...rows, local: [IFLA_VTI_LOCAL, ipv6], remote: [IFLA_VTI_REMOTE, ipv6] },
});
