/** <linux/if_bonding.h>: bonds. */

export const BOND_LINK_UP = 0;
export const BOND_LINK_FAIL = 1;
export const BOND_LINK_DOWN = 2;
export const BOND_LINK_BACK = 3;

export const BOND_MODE_ROUNDROBIN = 0;
export const BOND_MODE_ACTIVEBACKUP = 1;
export const BOND_MODE_XOR = 2;
export const BOND_MODE_BROADCAST = 3;
export const BOND_MODE_8023AD = 4;
export const BOND_MODE_TLB = 5;
export const BOND_MODE_ALB = 6;

export const BOND_STATE_ACTIVE = 0;
export const BOND_STATE_BACKUP = 1;

export const BOND_XMIT_POLICY_LAYER2 = 0;
export const BOND_XMIT_POLICY_LAYER34 = 1;
export const BOND_XMIT_POLICY_LAYER23 = 2;
export const BOND_XMIT_POLICY_ENCAP23 = 3;
export const BOND_XMIT_POLICY_ENCAP34 = 4;
export const BOND_XMIT_POLICY_VLAN_SRCMAC = 5;

export const BOND_XSTATS_3AD = 1;
export const BOND_3AD_STAT_LACPDU_RX = 0;
export const BOND_3AD_STAT_LACPDU_TX = 1;
export const BOND_3AD_STAT_LACPDU_UNKNOWN_RX = 2;
export const BOND_3AD_STAT_LACPDU_ILLEGAL_RX = 3;
export const BOND_3AD_STAT_MARKER_RX = 4;
export const BOND_3AD_STAT_MARKER_TX = 5;
export const BOND_3AD_STAT_MARKER_RESP_RX = 6;
export const BOND_3AD_STAT_MARKER_RESP_TX = 7;
export const BOND_3AD_STAT_MARKER_UNKNOWN_RX = 8;
