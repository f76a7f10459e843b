/** <linux/mpls_iptunnel.h>. */

export const MPLS_IPTUNNEL_DST = 1;
export const MPLS_IPTUNNEL_TTL = 2;
