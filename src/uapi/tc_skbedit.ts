/** <linux/tc_act/tc_skbedit.h>: what the kernel notes beside a packet. */

export const SKBEDIT_F_INHERITDSFIELD = 32;
export const SKBEDIT_F_TXQ_SKBHASH = 64;

export const TCA_SKBEDIT_TM = 1;
export const TCA_SKBEDIT_PARMS = 2;
export const TCA_SKBEDIT_PRIORITY = 3;
export const TCA_SKBEDIT_QUEUE_MAPPING = 4;
export const TCA_SKBEDIT_MARK = 5;
export const TCA_SKBEDIT_PTYPE = 7;
export const TCA_SKBEDIT_MASK = 8;
export const TCA_SKBEDIT_FLAGS = 9;
export const TCA_SKBEDIT_QUEUE_MAPPING_MAX = 10;
