import { boolean, type Check, integer, oneOf } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { PACKET_BROADCAST, PACKET_HOST, PACKET_MULTICAST, PACKET_OTHERHOST } from '../../uapi/if_packet.js';
import {
  SKBEDIT_F_INHERITDSFIELD,
  SKBEDIT_F_TXQ_SKBHASH,
  TCA_SKBEDIT_FLAGS,
  TCA_SKBEDIT_MARK,
  TCA_SKBEDIT_MASK,
  TCA_SKBEDIT_PARMS,
  TCA_SKBEDIT_PRIORITY,
  TCA_SKBEDIT_PTYPE,
  TCA_SKBEDIT_QUEUE_MAPPING,
  TCA_SKBEDIT_QUEUE_MAPPING_MAX,
  TCA_SKBEDIT_TM,
} from '../../uapi/tc_skbedit.js';
import { attributes } from '../../wire/attributes.js';
import { type Codec, named, type Read, u16, u32, u64 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { classHandle, formatHandle, parseHandle, type TcHandle } from '../handle.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { type Control, control } from './control.js';
import { type CommonAction, fromGeneric, generic, times } from './generic.js';

/** Changes what the kernel notes beside a packet: `action skbedit mark 5`; tc-skbedit(8). */
export interface SkbeditAction extends CommonAction {
  readonly kind: 'skbedit';
  /** The class it belongs to, `'1:10'`, or a priority; read as a number below 65536, else as a class. */
  readonly priority?: TcHandle | number;
  readonly queueMapping?: number;
  /** With {@link queueMapping}: one of the queues up to this, by the packet's hash (since Linux 5.19). */
  readonly queueMappingMax?: number;
  readonly mark?: number;
  /** Bits of {@link mark} that are changed. Default: all. */
  readonly markMask?: number;
  /** Whom it is for, as the link layer sees it. */
  readonly packetType?: keyof typeof PACKET_TYPES;
  /** Takes the priority from the DS field of the IP header. */
  readonly inheritDsField?: boolean;
  /** Default `pipe`. */
  readonly control?: Control;
}

const PACKET_TYPES = {
  host: PACKET_HOST,
  broadcast: PACKET_BROADCAST,
  multicast: PACKET_MULTICAST,
  otherhost: PACKET_OTHERHOST,
} as const;

const priorityCodec: Codec<TcHandle | number> = {
  size: 4,
  write: (writer, value) => u32.write(writer, typeof value === 'number' ? value : (parseHandle(value) ?? 0)),
  read: (view, start, end) => {
    const priority = u32.read(view, start, end);
    return priority > 0xffff ? formatHandle(priority) : priority;
  },
};

const set = attributes({
  times: [TCA_SKBEDIT_TM, times],
  parameters: [TCA_SKBEDIT_PARMS, struct(generic)],
  priority: [TCA_SKBEDIT_PRIORITY, priorityCodec],
  queueMapping: [TCA_SKBEDIT_QUEUE_MAPPING, u16],
  queueMappingMax: [TCA_SKBEDIT_QUEUE_MAPPING_MAX, u16],
  mark: [TCA_SKBEDIT_MARK, u32],
  markMask: [TCA_SKBEDIT_MASK, u32],
  packetType: [TCA_SKBEDIT_PTYPE, named(u16, PACKET_TYPES)],
  flags: [TCA_SKBEDIT_FLAGS, u64],
});

function encode({ kind, index, cookie, control = 'pipe', inheritDsField, ...values }: SkbeditAction) {
  const flags =
    (inheritDsField ? SKBEDIT_F_INHERITDSFIELD : 0) |
    (values.queueMappingMax === undefined ? 0 : SKBEDIT_F_TXQ_SKBHASH);
  return { parameters: { index, control }, ...values, flags: flags === 0 ? undefined : BigInt(flags) };
}

function decode({ parameters, times, flags, unknown, markMask, ...values }: Read<typeof set>) {
  return present({
    ...values,
    // The kernel always tells one, also that of all bits.
    markMask: markMask === 0xffff_ffff ? undefined : markMask,
    inheritDsField: flags !== undefined && flags & BigInt(SKBEDIT_F_INHERITDSFIELD) ? true : undefined,
    ...fromGeneric(parameters, times),
  });
}

const number: Check = integer(0, 0xffff_ffff);
const queue = integer(0, 0xffff);

const checks: OwnChecks<SkbeditAction, CommonAction & { kind: 'skbedit' }> = {
  priority: (field, value) => (typeof value === 'number' ? number : classHandle.check)(field, value),
  queueMapping: queue,
  queueMappingMax: queue,
  mark: number,
  markMask: number,
  packetType: oneOf(...Object.keys(PACKET_TYPES)),
  inheritDsField: boolean,
  control,
};

export const skbedit: TcKind<SkbeditAction> = {
  needs: requires('action', 'skbedit', 'NET_ACT_SKBEDIT', 'act_skbedit'),
  checks,
  options: translated(set, encode, decode),
};
