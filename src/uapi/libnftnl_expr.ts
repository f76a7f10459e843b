/**
 * libnftnl's expression attribute numbers (`enum`s of libnftnl/expr.h).
 *
 * They are what `nftnl_expr_set()` and `nftnl_expr_get()` take; the kernel's own NFTA_* numbers differ.
 */

export const NFTNL_EXPR_NAME = 0;
export const NFTNL_EXPR_BASE = 1;

export const NFTNL_EXPR_PAYLOAD_DREG = 1;
export const NFTNL_EXPR_PAYLOAD_BASE = 2;
export const NFTNL_EXPR_PAYLOAD_OFFSET = 3;
export const NFTNL_EXPR_PAYLOAD_LEN = 4;
export const NFTNL_EXPR_PAYLOAD_SREG = 5;
export const NFTNL_EXPR_PAYLOAD_CSUM_TYPE = 6;
export const NFTNL_EXPR_PAYLOAD_CSUM_OFFSET = 7;
export const NFTNL_EXPR_PAYLOAD_FLAGS = 8;

export const NFTNL_EXPR_NG_DREG = 1;
export const NFTNL_EXPR_NG_MODULUS = 2;
export const NFTNL_EXPR_NG_TYPE = 3;
export const NFTNL_EXPR_NG_OFFSET = 4;

export const NFTNL_EXPR_META_KEY = 1;
export const NFTNL_EXPR_META_DREG = 2;
export const NFTNL_EXPR_META_SREG = 3;

export const NFTNL_EXPR_RT_KEY = 1;
export const NFTNL_EXPR_RT_DREG = 2;

export const NFTNL_EXPR_SOCKET_KEY = 1;
export const NFTNL_EXPR_SOCKET_DREG = 2;
export const NFTNL_EXPR_SOCKET_LEVEL = 3;

export const NFTNL_EXPR_TUNNEL_KEY = 1;
export const NFTNL_EXPR_TUNNEL_DREG = 2;

export const NFTNL_EXPR_CMP_SREG = 1;
export const NFTNL_EXPR_CMP_OP = 2;
export const NFTNL_EXPR_CMP_DATA = 3;

export const NFTNL_EXPR_RANGE_SREG = 1;
export const NFTNL_EXPR_RANGE_OP = 2;
export const NFTNL_EXPR_RANGE_FROM_DATA = 3;
export const NFTNL_EXPR_RANGE_TO_DATA = 4;

export const NFTNL_EXPR_IMM_DREG = 1;
export const NFTNL_EXPR_IMM_DATA = 2;
export const NFTNL_EXPR_IMM_VERDICT = 3;
export const NFTNL_EXPR_IMM_CHAIN = 4;
export const NFTNL_EXPR_IMM_CHAIN_ID = 5;

export const NFTNL_EXPR_CTR_PACKETS = 1;
export const NFTNL_EXPR_CTR_BYTES = 2;

export const NFTNL_EXPR_CONNLIMIT_COUNT = 1;
export const NFTNL_EXPR_CONNLIMIT_FLAGS = 2;

export const NFTNL_EXPR_BITWISE_SREG = 1;
export const NFTNL_EXPR_BITWISE_DREG = 2;
export const NFTNL_EXPR_BITWISE_LEN = 3;
export const NFTNL_EXPR_BITWISE_MASK = 4;
export const NFTNL_EXPR_BITWISE_XOR = 5;
export const NFTNL_EXPR_BITWISE_OP = 6;
export const NFTNL_EXPR_BITWISE_DATA = 7;

export const NFTNL_EXPR_TG_NAME = 1;
export const NFTNL_EXPR_TG_REV = 2;
export const NFTNL_EXPR_TG_INFO = 3;

export const NFTNL_EXPR_MT_NAME = 1;
export const NFTNL_EXPR_MT_REV = 2;
export const NFTNL_EXPR_MT_INFO = 3;

export const NFTNL_EXPR_NAT_TYPE = 1;
export const NFTNL_EXPR_NAT_FAMILY = 2;
export const NFTNL_EXPR_NAT_REG_ADDR_MIN = 3;
export const NFTNL_EXPR_NAT_REG_ADDR_MAX = 4;
export const NFTNL_EXPR_NAT_REG_PROTO_MIN = 5;
export const NFTNL_EXPR_NAT_REG_PROTO_MAX = 6;
export const NFTNL_EXPR_NAT_FLAGS = 7;

export const NFTNL_EXPR_TPROXY_FAMILY = 1;
export const NFTNL_EXPR_TPROXY_REG_ADDR = 2;
export const NFTNL_EXPR_TPROXY_REG_PORT = 3;

export const NFTNL_EXPR_LOOKUP_SREG = 1;
export const NFTNL_EXPR_LOOKUP_DREG = 2;
export const NFTNL_EXPR_LOOKUP_SET = 3;
export const NFTNL_EXPR_LOOKUP_SET_ID = 4;
export const NFTNL_EXPR_LOOKUP_FLAGS = 5;

export const NFTNL_EXPR_DYNSET_SREG_KEY = 1;
export const NFTNL_EXPR_DYNSET_SREG_DATA = 2;
export const NFTNL_EXPR_DYNSET_OP = 3;
export const NFTNL_EXPR_DYNSET_TIMEOUT = 4;
export const NFTNL_EXPR_DYNSET_SET_NAME = 5;
export const NFTNL_EXPR_DYNSET_SET_ID = 6;
export const NFTNL_EXPR_DYNSET_EXPR = 7;
export const NFTNL_EXPR_DYNSET_EXPRESSIONS = 8;
export const NFTNL_EXPR_DYNSET_FLAGS = 9;

export const NFTNL_EXPR_LOG_PREFIX = 1;
export const NFTNL_EXPR_LOG_GROUP = 2;
export const NFTNL_EXPR_LOG_SNAPLEN = 3;
export const NFTNL_EXPR_LOG_QTHRESHOLD = 4;
export const NFTNL_EXPR_LOG_LEVEL = 5;
export const NFTNL_EXPR_LOG_FLAGS = 6;

export const NFTNL_EXPR_EXTHDR_DREG = 1;
export const NFTNL_EXPR_EXTHDR_TYPE = 2;
export const NFTNL_EXPR_EXTHDR_OFFSET = 3;
export const NFTNL_EXPR_EXTHDR_LEN = 4;
export const NFTNL_EXPR_EXTHDR_FLAGS = 5;
export const NFTNL_EXPR_EXTHDR_OP = 6;
export const NFTNL_EXPR_EXTHDR_SREG = 7;

export const NFTNL_EXPR_CT_DREG = 1;
export const NFTNL_EXPR_CT_KEY = 2;
export const NFTNL_EXPR_CT_DIR = 3;
export const NFTNL_EXPR_CT_SREG = 4;

export const NFTNL_EXPR_BYTEORDER_DREG = 1;
export const NFTNL_EXPR_BYTEORDER_SREG = 2;
export const NFTNL_EXPR_BYTEORDER_OP = 3;
export const NFTNL_EXPR_BYTEORDER_LEN = 4;
export const NFTNL_EXPR_BYTEORDER_SIZE = 5;

export const NFTNL_EXPR_LIMIT_RATE = 1;
export const NFTNL_EXPR_LIMIT_UNIT = 2;
export const NFTNL_EXPR_LIMIT_BURST = 3;
export const NFTNL_EXPR_LIMIT_TYPE = 4;
export const NFTNL_EXPR_LIMIT_FLAGS = 5;

export const NFTNL_EXPR_REJECT_TYPE = 1;
export const NFTNL_EXPR_REJECT_CODE = 2;

export const NFTNL_EXPR_QUEUE_NUM = 1;
export const NFTNL_EXPR_QUEUE_TOTAL = 2;
export const NFTNL_EXPR_QUEUE_FLAGS = 3;
export const NFTNL_EXPR_QUEUE_SREG_QNUM = 4;

export const NFTNL_EXPR_QUOTA_BYTES = 1;
export const NFTNL_EXPR_QUOTA_FLAGS = 2;
export const NFTNL_EXPR_QUOTA_CONSUMED = 3;

export const NFTNL_EXPR_MASQ_FLAGS = 1;
export const NFTNL_EXPR_MASQ_REG_PROTO_MIN = 2;
export const NFTNL_EXPR_MASQ_REG_PROTO_MAX = 3;

export const NFTNL_EXPR_REDIR_REG_PROTO_MIN = 1;
export const NFTNL_EXPR_REDIR_REG_PROTO_MAX = 2;
export const NFTNL_EXPR_REDIR_FLAGS = 3;

export const NFTNL_EXPR_DUP_SREG_ADDR = 1;
export const NFTNL_EXPR_DUP_SREG_DEV = 2;

export const NFTNL_EXPR_FLOW_TABLE_NAME = 1;

export const NFTNL_EXPR_FWD_SREG_DEV = 1;
export const NFTNL_EXPR_FWD_SREG_ADDR = 2;
export const NFTNL_EXPR_FWD_NFPROTO = 3;

export const NFTNL_EXPR_HASH_SREG = 1;
export const NFTNL_EXPR_HASH_DREG = 2;
export const NFTNL_EXPR_HASH_LEN = 3;
export const NFTNL_EXPR_HASH_MODULUS = 4;
export const NFTNL_EXPR_HASH_SEED = 5;
export const NFTNL_EXPR_HASH_OFFSET = 6;
export const NFTNL_EXPR_HASH_TYPE = 7;

export const NFTNL_EXPR_FIB_DREG = 1;
export const NFTNL_EXPR_FIB_RESULT = 2;
export const NFTNL_EXPR_FIB_FLAGS = 3;

export const NFTNL_EXPR_OBJREF_IMM_TYPE = 1;
export const NFTNL_EXPR_OBJREF_IMM_NAME = 2;
export const NFTNL_EXPR_OBJREF_SET_SREG = 3;
export const NFTNL_EXPR_OBJREF_SET_NAME = 4;
export const NFTNL_EXPR_OBJREF_SET_ID = 5;

export const NFTNL_EXPR_OSF_DREG = 1;
export const NFTNL_EXPR_OSF_TTL = 2;
export const NFTNL_EXPR_OSF_FLAGS = 3;

export const NFTNL_EXPR_XFRM_DREG = 1;
export const NFTNL_EXPR_XFRM_SREG = 2;
export const NFTNL_EXPR_XFRM_KEY = 3;
export const NFTNL_EXPR_XFRM_DIR = 4;
export const NFTNL_EXPR_XFRM_SPNUM = 5;

export const NFTNL_EXPR_SYNPROXY_MSS = 1;
export const NFTNL_EXPR_SYNPROXY_WSCALE = 2;
export const NFTNL_EXPR_SYNPROXY_FLAGS = 3;

export const NFTNL_EXPR_LAST_MSECS = 1;
export const NFTNL_EXPR_LAST_SET = 2;
