/** <linux/pkt_sched.h>: queueing disciplines, their options and handles. */

export const TC_PRIO_MAX = 15;

export const TC_H_ROOT = 0xffffffff;
export const TC_H_INGRESS = 0xfffffff1;
export const TC_H_CLSACT = 0xfffffff1;
export const TC_H_MIN_INGRESS = 65522;
export const TC_H_MIN_EGRESS = 65523;

export const TC_LINKLAYER_UNAWARE = 0;
export const TC_LINKLAYER_ETHERNET = 1;
export const TC_LINKLAYER_ATM = 2;

export const TCA_TBF_PARMS = 1;
export const TCA_TBF_RATE64 = 4;
export const TCA_TBF_PRATE64 = 5;
export const TCA_TBF_BURST = 6;
export const TCA_TBF_PBURST = 7;

export const TC_HTB_PROTOVER = 3;

export const TCA_HTB_PARMS = 1;
export const TCA_HTB_INIT = 2;
export const TCA_HTB_DIRECT_QLEN = 5;
export const TCA_HTB_RATE64 = 6;
export const TCA_HTB_CEIL64 = 7;
export const TCA_HTB_OFFLOAD = 9;

export const TCA_NETEM_CORR = 1;
export const TCA_NETEM_DELAY_DIST = 2;
export const TCA_NETEM_REORDER = 3;
export const TCA_NETEM_CORRUPT = 4;
export const TCA_NETEM_LOSS = 5;
export const TCA_NETEM_RATE = 6;
export const TCA_NETEM_ECN = 7;
export const TCA_NETEM_RATE64 = 8;
export const TCA_NETEM_LATENCY64 = 10;
export const TCA_NETEM_JITTER64 = 11;
export const TCA_NETEM_SLOT = 12;
export const TCA_NETEM_SLOT_DIST = 13;
/** Since Linux 6.6. */
export const TCA_NETEM_PRNG_SEED = 14;

export const NETEM_LOSS_GI = 1;
export const NETEM_LOSS_GE = 2;

export const NETEM_DIST_SCALE = 8192;

export const TCA_FQ_CODEL_TARGET = 1;
export const TCA_FQ_CODEL_LIMIT = 2;
export const TCA_FQ_CODEL_INTERVAL = 3;
export const TCA_FQ_CODEL_ECN = 4;
export const TCA_FQ_CODEL_FLOWS = 5;
export const TCA_FQ_CODEL_QUANTUM = 6;
export const TCA_FQ_CODEL_CE_THRESHOLD = 7;
export const TCA_FQ_CODEL_DROP_BATCH_SIZE = 8;
export const TCA_FQ_CODEL_MEMORY_LIMIT = 9;
export const TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR = 10;
export const TCA_FQ_CODEL_CE_THRESHOLD_MASK = 11;
export const TCA_FQ_CODEL_XSTATS_QDISC = 0;
export const TCA_FQ_PLIMIT = 1;
export const TCA_FQ_FLOW_PLIMIT = 2;
export const TCA_FQ_QUANTUM = 3;
export const TCA_FQ_INITIAL_QUANTUM = 4;
export const TCA_FQ_RATE_ENABLE = 5;
export const TCA_FQ_FLOW_MAX_RATE = 7;
export const TCA_FQ_BUCKETS_LOG = 8;
export const TCA_FQ_FLOW_REFILL_DELAY = 9;
export const TCA_FQ_ORPHAN_MASK = 10;
export const TCA_FQ_LOW_RATE_THRESHOLD = 11;
export const TCA_FQ_CE_THRESHOLD = 12;
export const TCA_FQ_TIMER_SLACK = 13;
export const TCA_FQ_HORIZON = 14;
export const TCA_FQ_HORIZON_DROP = 15;
export const TCA_FQ_PRIOMAP = 16;
export const TCA_FQ_WEIGHTS = 17;
export const TCA_FQ_OFFLOAD_HORIZON = 18;

export const TCA_CODEL_TARGET = 1;
export const TCA_CODEL_LIMIT = 2;
export const TCA_CODEL_INTERVAL = 3;
export const TCA_CODEL_ECN = 4;
export const TCA_CODEL_CE_THRESHOLD = 5;

export const TCA_DRR_QUANTUM = 1;

export const TCA_HFSC_RSC = 1;
export const TCA_HFSC_FSC = 2;
export const TCA_HFSC_USC = 3;

export const TCA_CAKE_BASE_RATE64 = 2;
export const TCA_CAKE_DIFFSERV_MODE = 3;
export const TCA_CAKE_ATM = 4;
export const TCA_CAKE_FLOW_MODE = 5;
export const TCA_CAKE_OVERHEAD = 6;
export const TCA_CAKE_RTT = 7;
export const TCA_CAKE_TARGET = 8;
export const TCA_CAKE_AUTORATE = 9;
export const TCA_CAKE_MEMORY = 10;
export const TCA_CAKE_NAT = 11;
export const TCA_CAKE_RAW = 12;
export const TCA_CAKE_WASH = 13;
export const TCA_CAKE_MPU = 14;
export const TCA_CAKE_INGRESS = 15;
export const TCA_CAKE_ACK_FILTER = 16;
export const TCA_CAKE_SPLIT_GSO = 17;
export const TCA_CAKE_FWMARK = 18;

export const TCA_CAKE_STATS_CAPACITY_ESTIMATE64 = 2;
export const TCA_CAKE_STATS_MEMORY_LIMIT = 3;
export const TCA_CAKE_STATS_MEMORY_USED = 4;
export const TCA_CAKE_STATS_AVG_NETOFF = 5;
export const TCA_CAKE_STATS_MIN_NETLEN = 6;
export const TCA_CAKE_STATS_MAX_NETLEN = 7;
export const TCA_CAKE_STATS_MIN_ADJLEN = 8;
export const TCA_CAKE_STATS_MAX_ADJLEN = 9;
export const TCA_CAKE_STATS_TIN_STATS = 10;
export const TCA_CAKE_STATS_DEFICIT = 11;
export const TCA_CAKE_STATS_COBALT_COUNT = 12;
export const TCA_CAKE_STATS_DROPPING = 13;
export const TCA_CAKE_STATS_DROP_NEXT_US = 14;
export const TCA_CAKE_STATS_P_DROP = 15;
export const TCA_CAKE_STATS_BLUE_TIMER_US = 16;

export const TCA_CAKE_TIN_STATS_SENT_PACKETS = 2;
export const TCA_CAKE_TIN_STATS_SENT_BYTES64 = 3;
export const TCA_CAKE_TIN_STATS_DROPPED_PACKETS = 4;
export const TCA_CAKE_TIN_STATS_DROPPED_BYTES64 = 5;
export const TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS = 6;
export const TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64 = 7;
export const TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS = 8;
export const TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64 = 9;
export const TCA_CAKE_TIN_STATS_BACKLOG_PACKETS = 10;
export const TCA_CAKE_TIN_STATS_BACKLOG_BYTES = 11;
export const TCA_CAKE_TIN_STATS_THRESHOLD_RATE64 = 12;
export const TCA_CAKE_TIN_STATS_TARGET_US = 13;
export const TCA_CAKE_TIN_STATS_INTERVAL_US = 14;
export const TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS = 15;
export const TCA_CAKE_TIN_STATS_WAY_MISSES = 16;
export const TCA_CAKE_TIN_STATS_WAY_COLLISIONS = 17;
export const TCA_CAKE_TIN_STATS_PEAK_DELAY_US = 18;
export const TCA_CAKE_TIN_STATS_AVG_DELAY_US = 19;
export const TCA_CAKE_TIN_STATS_BASE_DELAY_US = 20;
export const TCA_CAKE_TIN_STATS_SPARSE_FLOWS = 21;
export const TCA_CAKE_TIN_STATS_BULK_FLOWS = 22;
export const TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS = 23;
export const TCA_CAKE_TIN_STATS_MAX_SKBLEN = 24;
export const TCA_CAKE_TIN_STATS_FLOW_QUANTUM = 25;

export const CAKE_FLOW_NONE = 0;
export const CAKE_FLOW_SRC_IP = 1;
export const CAKE_FLOW_DST_IP = 2;
export const CAKE_FLOW_HOSTS = 3;
export const CAKE_FLOW_FLOWS = 4;
export const CAKE_FLOW_DUAL_SRC = 5;
export const CAKE_FLOW_DUAL_DST = 6;
export const CAKE_FLOW_TRIPLE = 7;

export const CAKE_DIFFSERV_DIFFSERV3 = 0;
export const CAKE_DIFFSERV_DIFFSERV4 = 1;
export const CAKE_DIFFSERV_DIFFSERV8 = 2;
export const CAKE_DIFFSERV_BESTEFFORT = 3;
export const CAKE_DIFFSERV_PRECEDENCE = 4;

export const CAKE_ACK_NONE = 0;
export const CAKE_ACK_FILTER = 1;
export const CAKE_ACK_AGGRESSIVE = 2;

export const CAKE_ATM_NONE = 0;
export const CAKE_ATM_ATM = 1;
export const CAKE_ATM_PTM = 2;
