/** <linux/tc_act/tc_gact.h>: verdicts. */

export const PGACT_NETRAND = 1;

export const PGACT_DETERM = 2;

export const TCA_GACT_TM = 1;
export const TCA_GACT_PARMS = 2;
export const TCA_GACT_PROB = 3;
