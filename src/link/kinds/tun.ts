import {
  IFLA_TUN_GROUP,
  IFLA_TUN_MULTI_QUEUE,
  IFLA_TUN_NUM_DISABLED_QUEUES,
  IFLA_TUN_NUM_QUEUES,
  IFLA_TUN_OWNER,
  IFLA_TUN_PERSIST,
  IFLA_TUN_PI,
  IFLA_TUN_TYPE,
  IFLA_TUN_VNET_HDR,
} from '../../uapi/if_link.js';
import { IFF_MULTI_QUEUE, IFF_NO_PI, IFF_TAP, IFF_TUN, IFF_VNET_HDR } from '../../uapi/if_tun.js';
import { u8 } from '../../wire/codec.js';
import { choice, switched, word } from '../field.js';
import { defineKind } from './kind.js';

/** What the device carries: IP packets, or Ethernet frames. */
const TYPES = { tun: IFF_TUN, tap: IFF_TAP } as const;

/**
 * A link whose other end is a program: `ip tuntap add NAME mode tun`. It stays until it is deleted, whether a
 * program is there or not. Made through /dev/net/tun in the namespace, since rtnetlink cannot.
 */
export const tun = defineKind({
  needs: { option: 'CONFIG_TUN', module: 'tun' },
  rows: {
    /** Default tun. */
    type: [IFLA_TUN_TYPE, choice(u8, TYPES), 'create'],
    /** User (uid) who may attach to it without CAP_NET_ADMIN. */
    owner: [IFLA_TUN_OWNER, word, 'create'],
    /** Group (gid) whose members may. */
    ownerGroup: [IFLA_TUN_GROUP, word, 'create'],
    /** A program reads and writes four bytes before each packet: flags and protocol. Default false. */
    packetInfo: [IFLA_TUN_PI, switched, 'create'],
    /** A program reads and writes a `struct virtio_net_hdr` before each packet. Default false. */
    vnetHeader: [IFLA_TUN_VNET_HDR, switched, 'create'],
    /** Several descriptors may attach, a queue each. Default false. */
    multiQueue: [IFLA_TUN_MULTI_QUEUE, switched, 'create'],
    persist: [IFLA_TUN_PERSIST, switched, 'read'],
    queues: [IFLA_TUN_NUM_QUEUES, word, 'read'],
    disabledQueues: [IFLA_TUN_NUM_DISABLED_QUEUES, word, 'read'],
  },
  make: (options, native) => {
    const { name, type = 'tun', packetInfo = false, vnetHeader = false, multiQueue = false } = options;
    const flags =
      (type === 'tap' || type === IFF_TAP ? IFF_TAP : IFF_TUN) |
      (packetInfo ? 0 : IFF_NO_PI) |
      (vnetHeader ? IFF_VNET_HDR : 0) |
      (multiQueue ? IFF_MULTI_QUEUE : 0);
    return native.createTun(
      String(name),
      flags,
      idOf(options.owner),
      idOf(options.ownerGroup),
      Number(options.index ?? 0),
    );
  },
});

/** -1: nobody in particular. */
const idOf = (id: unknown): number => (typeof id === 'number' ? id : -1);
