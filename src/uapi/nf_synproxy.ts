/** TCP options of a SYN proxy: linux/netfilter/nf_synproxy.h. */

export const NF_SYNPROXY_OPT_MSS = 0x01;
export const NF_SYNPROXY_OPT_WSCALE = 0x02;
export const NF_SYNPROXY_OPT_SACK_PERM = 0x04;
export const NF_SYNPROXY_OPT_TIMESTAMP = 0x08;
export const NF_SYNPROXY_OPT_ECN = 0x10;
