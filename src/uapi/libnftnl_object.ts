/** libnftnl's attribute numbers of objects (libnftnl/table.h, chain.h, rule.h, set.h, object.h, flowtable.h). */

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

export const NFTNL_SET_TABLE = 0;
export const NFTNL_SET_NAME = 1;
export const NFTNL_SET_FLAGS = 2;
export const NFTNL_SET_KEY_TYPE = 3;
export const NFTNL_SET_KEY_LEN = 4;
export const NFTNL_SET_DATA_TYPE = 5;
export const NFTNL_SET_DATA_LEN = 6;
export const NFTNL_SET_FAMILY = 7;
export const NFTNL_SET_ID = 8;
export const NFTNL_SET_POLICY = 9;
export const NFTNL_SET_DESC_SIZE = 10;
export const NFTNL_SET_TIMEOUT = 11;
export const NFTNL_SET_GC_INTERVAL = 12;
export const NFTNL_SET_USERDATA = 13;
export const NFTNL_SET_OBJ_TYPE = 14;
export const NFTNL_SET_HANDLE = 15;
export const NFTNL_SET_DESC_CONCAT = 16;
export const NFTNL_SET_EXPR = 17;
export const NFTNL_SET_EXPRESSIONS = 18;

export const NFTNL_SET_ELEM_FLAGS = 0;
export const NFTNL_SET_ELEM_KEY = 1;
export const NFTNL_SET_ELEM_VERDICT = 2;
export const NFTNL_SET_ELEM_CHAIN = 3;
export const NFTNL_SET_ELEM_DATA = 4;
export const NFTNL_SET_ELEM_TIMEOUT = 5;
export const NFTNL_SET_ELEM_EXPIRATION = 6;
export const NFTNL_SET_ELEM_USERDATA = 7;
export const NFTNL_SET_ELEM_EXPR = 8;
export const NFTNL_SET_ELEM_OBJREF = 9;
export const NFTNL_SET_ELEM_KEY_END = 10;
export const NFTNL_SET_ELEM_EXPRESSIONS = 11;

export const NFTNL_OBJ_TABLE = 0;
export const NFTNL_OBJ_NAME = 1;
export const NFTNL_OBJ_TYPE = 2;
export const NFTNL_OBJ_FAMILY = 3;
export const NFTNL_OBJ_USE = 4;
export const NFTNL_OBJ_HANDLE = 5;
export const NFTNL_OBJ_USERDATA = 6;
/** Where the attributes of each kind of object begin. */
export const NFTNL_OBJ_BASE = 16;

export const NFTNL_OBJ_CTR_PKTS = 16;
export const NFTNL_OBJ_CTR_BYTES = 17;

export const NFTNL_OBJ_QUOTA_BYTES = 16;
export const NFTNL_OBJ_QUOTA_CONSUMED = 17;
export const NFTNL_OBJ_QUOTA_FLAGS = 18;

export const NFTNL_OBJ_CT_HELPER_NAME = 16;
export const NFTNL_OBJ_CT_HELPER_L3PROTO = 17;
export const NFTNL_OBJ_CT_HELPER_L4PROTO = 18;

export const NFTNL_OBJ_CT_TIMEOUT_L3PROTO = 16;
export const NFTNL_OBJ_CT_TIMEOUT_L4PROTO = 17;
export const NFTNL_OBJ_CT_TIMEOUT_ARRAY = 18;

export const NFTNL_OBJ_CT_EXPECT_L3PROTO = 16;
export const NFTNL_OBJ_CT_EXPECT_L4PROTO = 17;
export const NFTNL_OBJ_CT_EXPECT_DPORT = 18;
export const NFTNL_OBJ_CT_EXPECT_TIMEOUT = 19;
export const NFTNL_OBJ_CT_EXPECT_SIZE = 20;

export const NFTNL_OBJ_LIMIT_RATE = 16;
export const NFTNL_OBJ_LIMIT_UNIT = 17;
export const NFTNL_OBJ_LIMIT_BURST = 18;
export const NFTNL_OBJ_LIMIT_TYPE = 19;
export const NFTNL_OBJ_LIMIT_FLAGS = 20;

export const NFTNL_OBJ_SYNPROXY_MSS = 16;
export const NFTNL_OBJ_SYNPROXY_WSCALE = 17;
export const NFTNL_OBJ_SYNPROXY_FLAGS = 18;

export const NFTNL_OBJ_SECMARK_CTX = 16;

export const NFTNL_FLOWTABLE_NAME = 0;
export const NFTNL_FLOWTABLE_FAMILY = 1;
export const NFTNL_FLOWTABLE_TABLE = 2;
export const NFTNL_FLOWTABLE_HOOKNUM = 3;
export const NFTNL_FLOWTABLE_PRIO = 4;
export const NFTNL_FLOWTABLE_USE = 5;
export const NFTNL_FLOWTABLE_DEVICES = 6;
export const NFTNL_FLOWTABLE_SIZE = 7;
export const NFTNL_FLOWTABLE_FLAGS = 8;
export const NFTNL_FLOWTABLE_HANDLE = 9;
