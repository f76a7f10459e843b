import {
  IFLA_MACVLAN_BC_CUTOFF,
  IFLA_MACVLAN_BC_QUEUE_LEN,
  IFLA_MACVLAN_BC_QUEUE_LEN_USED,
  IFLA_MACVLAN_FLAGS,
  IFLA_MACVLAN_MACADDR,
  IFLA_MACVLAN_MACADDR_COUNT,
  IFLA_MACVLAN_MACADDR_DATA,
  IFLA_MACVLAN_MACADDR_MODE,
  IFLA_MACVLAN_MODE,
  MACVLAN_FLAG_NODST,
  MACVLAN_FLAG_NOPROMISC,
  MACVLAN_MACADDR_ADD,
  MACVLAN_MACADDR_DEL,
  MACVLAN_MACADDR_FLUSH,
  MACVLAN_MACADDR_SET,
  MACVLAN_MODE_BRIDGE,
  MACVLAN_MODE_PASSTHRU,
  MACVLAN_MODE_PRIVATE,
  MACVLAN_MODE_SOURCE,
  MACVLAN_MODE_VEPA,
} from '../../uapi/if_link.js';
import { list } from '../../wire/attributes.js';
import { s32, u16, u32 } from '../../wire/codec.js';
import { plainBits } from '../bits.js';
import { choice, field, hardware, listOf, number, word } from '../field.js';
import { defineKind, type Values } from './kind.js';

/** Whom a macvlan can reach beside the world outside, as `ip link` spells it. */
const MODES = {
  private: MACVLAN_MODE_PRIVATE,
  vepa: MACVLAN_MODE_VEPA,
  bridge: MACVLAN_MODE_BRIDGE,
  passthru: MACVLAN_MODE_PASSTHRU,
  source: MACVLAN_MODE_SOURCE,
} as const;

const SOURCE_CHANGES = {
  add: MACVLAN_MACADDR_ADD,
  delete: MACVLAN_MACADDR_DEL,
  flush: MACVLAN_MACADDR_FLUSH,
  set: MACVLAN_MACADDR_SET,
} as const;

const spec = {
  required: ['link'],
  rows: {
    /** Default vepa. */
    mode: [IFLA_MACVLAN_MODE, choice(u32, MODES)],
    /** Mode source: whose frames are taken. Written, it replaces what was there. */
    sources: [IFLA_MACVLAN_MACADDR_DATA, field(list(IFLA_MACVLAN_MACADDR, hardware), listOf(hardware.check))],
    /** Mode source: what to do with {@link source}. */
    sourceChange: [IFLA_MACVLAN_MACADDR_MODE, choice(u32, SOURCE_CHANGES), 'write'],
    source: [IFLA_MACVLAN_MACADDR, hardware, 'write'],
    sourceCount: [IFLA_MACVLAN_MACADDR_COUNT, word, 'read'],
    /** Broadcasts that may wait, in packets. */
    broadcastQueueLength: [IFLA_MACVLAN_BC_QUEUE_LEN, word],
    /** The largest that any macvlan on the same link asks for. */
    broadcastQueueLengthUsed: [IFLA_MACVLAN_BC_QUEUE_LEN_USED, word, 'read'],
    /** Multicast with more receivers than this is queued; -1: none is. */
    broadcastCutoff: [IFLA_MACVLAN_BC_CUTOFF, number(s32, -0x8000_0000, 0x7fff_ffff)],
  },
  bits: [
    {
      name: 'flags',
      type: IFLA_MACVLAN_FLAGS,
      codec: plainBits(u16),
      bits: {
        /** Mode passthru: the lower link does not become promiscuous. */
        noPromiscuity: MACVLAN_FLAG_NOPROMISC,
        /** Mode source: no delivery to the others on the link. */
        noDestination: MACVLAN_FLAG_NODST,
      },
    },
  ],
  refine: (options: Values): Values =>
    options.sources === undefined ? options : { sourceChange: 'set', ...options },
} as const;

/** A link with a hardware address of its own on another one: `ip link add link LINK NAME type macvlan`. */
export const macvlan = defineKind({ ...spec, needs: { option: 'CONFIG_MACVLAN', module: 'macvlan' } });

/** The same, with a character device to its frames: `ip link add link LINK NAME type macvtap`. */
export const macvtap = defineKind({ ...spec, needs: { option: 'CONFIG_MACVTAP', module: 'macvtap' } });
