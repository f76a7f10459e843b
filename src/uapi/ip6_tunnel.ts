/** <linux/ip6_tunnel.h>: tunnels over IPv6. */

export const IP6_TNL_F_IGN_ENCAP_LIMIT = 1;
export const IP6_TNL_F_USE_ORIG_TCLASS = 2;
export const IP6_TNL_F_USE_ORIG_FLOWLABEL = 4;
export const IP6_TNL_F_MIP6_DEV = 8;
export const IP6_TNL_F_RCV_DSCP_COPY = 16;
export const IP6_TNL_F_USE_ORIG_FWMARK = 32;
export const IP6_TNL_F_ALLOW_LOCAL_REMOTE = 64;
