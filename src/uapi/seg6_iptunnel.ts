/** <linux/seg6_iptunnel.h>. */

export const SEG6_IPTUNNEL_SRH = 1;
export const SEG6_IPTUN_MODE_INLINE = 0;
export const SEG6_IPTUN_MODE_ENCAP = 1;
export const SEG6_IPTUN_MODE_L2ENCAP = 2;
export const SEG6_IPTUN_MODE_ENCAP_RED = 3;
export const SEG6_IPTUN_MODE_L2ENCAP_RED = 4;
