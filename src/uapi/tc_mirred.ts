/** <linux/tc_act/tc_mirred.h>: redirecting and mirroring. */

export const TCA_EGRESS_REDIR = 1;
export const TCA_EGRESS_MIRROR = 2;

export const TCA_INGRESS_REDIR = 3;
export const TCA_INGRESS_MIRROR = 4;

export const TCA_MIRRED_TM = 1;
export const TCA_MIRRED_PARMS = 2;
export const TCA_MIRRED_BLOCKID = 4;
