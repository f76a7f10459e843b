import { boolean, integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { TC_HTB_PROTOVER, TCA_HTB_DIRECT_QLEN, TCA_HTB_INIT, TCA_HTB_OFFLOAD } from '../../uapi/pkt_sched.js';
import { attributes } from '../../wire/attributes.js';
import { flag, type Read, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { classHandle, formatHandle, parseHandle, type TcHandle } from '../handle.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import type { QdiscPlace } from './place.js';

/** Classes with a guaranteed rate that lend each other what they do not use: `tc qdisc add ... htb`; tc-htb(8). */
export interface HtbQdisc extends QdiscPlace {
  readonly kind: 'htb';
  /**
   * The class of packets that no filter gives one; without it they pass unshaped. Only its second half counts,
   * and only that is read, as in `':30'`.
   */
  readonly default?: TcHandle;
  /** Bytes of rate for one byte of a class's quantum, where it has none of its own. Default 10. */
  readonly r2q?: number;
  /** Packets that may wait to pass unshaped. Default: the link's transmit queue length. */
  readonly directQueueLength?: number;
  /** Has the device do it. */
  readonly offload?: boolean;
}

const DEFAULT_R2Q = 10;

const set = attributes({
  init: [
    TCA_HTB_INIT,
    struct({ version: u32, rate2quantum: u32, defaultClass: u32, debug: u32, directPackets: u32 }),
  ],
  directQueueLength: [TCA_HTB_DIRECT_QLEN, u32],
  offload: [TCA_HTB_OFFLOAD, flag],
});

const checks: OwnChecks<HtbQdisc, QdiscPlace & { kind: 'htb' }> = {
  default: classHandle.check,
  r2q: integer(1, 0xffff_ffff),
  directQueueLength: integer(0, 0xffff_ffff),
  offload: boolean,
};

const encode = (options: HtbQdisc) => ({
  init: {
    version: TC_HTB_PROTOVER,
    rate2quantum: options.r2q ?? DEFAULT_R2Q,
    defaultClass: (parseHandle(options.default) ?? 0) & 0xffff,
  },
  directQueueLength: options.directQueueLength,
  offload: options.offload,
});

const decode = ({ init, directQueueLength, offload }: Read<typeof set>) =>
  present({
    default: init?.defaultClass ? formatHandle(init.defaultClass).replace(/^0/, '') : undefined,
    r2q: init?.rate2quantum,
    directQueueLength,
    offload,
    directPackets: init?.directPackets,
  });

export const htb: TcKind<HtbQdisc> = {
  needs: requires('qdisc', 'htb', 'NET_SCH_HTB', 'sch_htb'),
  checks,
  options: translated(set, encode, decode),
};
