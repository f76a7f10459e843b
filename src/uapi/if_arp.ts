/** <linux/if_arp.h>: kinds of hardware, as links have them. */

export const ARPHRD_ETHER = 1;
export const ARPHRD_LOOPBACK = 772;
