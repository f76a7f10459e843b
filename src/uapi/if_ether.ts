/** <linux/if_ether.h>: sizes and EtherTypes. */

export const ETH_ALEN = 6;
export const ETH_HLEN = 14;

export const ETH_P_ALL = 0x0003;
export const ETH_P_IP = 0x0800;
export const ETH_P_ARP = 0x0806;
export const ETH_P_8021Q = 0x8100;
export const ETH_P_IPV6 = 0x86dd;
export const ETH_P_8021AD = 0x88a8;
export const ETH_P_MPLS_UC = 0x8847;
export const ETH_P_MPLS_MC = 0x8848;
export const ETH_P_PPP_DISC = 0x8863;
export const ETH_P_PPP_SES = 0x8864;
/** From here up the two bytes after the addresses are a type, below they are an IEEE 802.3 length. */
export const ETH_P_802_3_MIN = 0x0600;
