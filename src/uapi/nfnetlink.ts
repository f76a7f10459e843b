/** <linux/netfilter/nfnetlink.h>: subsystems. */

export const NFNL_SUBSYS_NFTABLES = 10;
export const NFNL_SUBSYS_HOOK = 12;
