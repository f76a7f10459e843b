/** <linux/mpls.h>. */

export const MPLS_STATS_LINK = 1;
