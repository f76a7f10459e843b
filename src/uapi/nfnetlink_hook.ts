/** <linux/netfilter/nfnetlink_hook.h>: what is registered at netfilter's hooks. */

export const NFNL_MSG_HOOK_GET = 0;

// nfnl_hook_attributes
export const NFNLA_HOOK_HOOKNUM = 1;
export const NFNLA_HOOK_PRIORITY = 2;
export const NFNLA_HOOK_DEV = 3;
export const NFNLA_HOOK_FUNCTION_NAME = 4;
export const NFNLA_HOOK_MODULE_NAME = 5;
export const NFNLA_HOOK_CHAIN_INFO = 6;

// nfnl_hook_chain_info_attributes
export const NFNLA_HOOK_INFO_DESC = 1;
export const NFNLA_HOOK_INFO_TYPE = 2;

// nfnl_hook_chain_desc_attributes
export const NFNLA_CHAIN_TABLE = 1;
export const NFNLA_CHAIN_FAMILY = 2;
export const NFNLA_CHAIN_NAME = 3;

// nfnl_hook_chaintype
export const NFNL_HOOK_TYPE_NFTABLES = 1;
export const NFNL_HOOK_TYPE_BPF = 2;
export const NFNL_HOOK_TYPE_NFT_FLOWTABLE = 3;

// nfnl_hook_bpf_attributes
export const NFNLA_HOOK_BPF_ID = 1;
