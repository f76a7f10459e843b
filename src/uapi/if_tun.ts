/** <linux/if_tun.h>: tun and tap devices. */

export const IFF_MULTI_QUEUE = 256;

export const IFF_NO_PI = 4096;

export const IFF_TAP = 2;

export const IFF_TUN = 1;

export const IFF_VNET_HDR = 16384;
