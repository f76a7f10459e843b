/** libnftnl's attribute numbers of tables, chains and rules (libnftnl/table.h, chain.h, rule.h). */

export const NFTNL_TABLE_NAME = 0;
export const NFTNL_TABLE_FAMILY = 1;
export const NFTNL_TABLE_FLAGS = 2;
export const NFTNL_TABLE_USE = 3;
export const NFTNL_TABLE_HANDLE = 4;
export const NFTNL_TABLE_USERDATA = 5;
export const NFTNL_TABLE_OWNER = 6;

export const NFTNL_CHAIN_NAME = 0;
export const NFTNL_CHAIN_FAMILY = 1;
export const NFTNL_CHAIN_TABLE = 2;
export const NFTNL_CHAIN_HOOKNUM = 3;
export const NFTNL_CHAIN_PRIO = 4;
export const NFTNL_CHAIN_POLICY = 5;
export const NFTNL_CHAIN_USE = 6;
export const NFTNL_CHAIN_BYTES = 7;
export const NFTNL_CHAIN_PACKETS = 8;
export const NFTNL_CHAIN_HANDLE = 9;
export const NFTNL_CHAIN_TYPE = 10;
export const NFTNL_CHAIN_DEV = 11;
export const NFTNL_CHAIN_DEVICES = 12;
export const NFTNL_CHAIN_FLAGS = 13;
export const NFTNL_CHAIN_ID = 14;
export const NFTNL_CHAIN_USERDATA = 15;

export const NFTNL_RULE_FAMILY = 0;
export const NFTNL_RULE_TABLE = 1;
export const NFTNL_RULE_CHAIN = 2;
export const NFTNL_RULE_HANDLE = 3;
export const NFTNL_RULE_COMPAT_PROTO = 4;
export const NFTNL_RULE_COMPAT_FLAGS = 5;
export const NFTNL_RULE_POSITION = 6;
export const NFTNL_RULE_USERDATA = 7;
export const NFTNL_RULE_ID = 8;
export const NFTNL_RULE_POSITION_ID = 9;
