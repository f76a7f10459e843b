/** <linux/rpl_iptunnel.h>. */

export const RPL_IPTUNNEL_SRH = 1;
