import {
  CTRL_ATTR_FAMILY_ID,
  CTRL_ATTR_FAMILY_NAME,
  CTRL_ATTR_HDRSIZE,
  CTRL_ATTR_MAXATTR,
  CTRL_ATTR_MCAST_GROUPS,
  CTRL_ATTR_MCAST_GRP_ID,
  CTRL_ATTR_MCAST_GRP_NAME,
  CTRL_ATTR_OP_FLAGS,
  CTRL_ATTR_OP_ID,
  CTRL_ATTR_OPS,
  CTRL_ATTR_VERSION,
  GENL_ADMIN_PERM,
  GENL_CMD_CAP_DO,
  GENL_CMD_CAP_DUMP,
  GENL_CMD_CAP_HASPOL,
  GENL_UNS_ADMIN_PERM,
} from '../uapi/genetlink.js';
import { attributes, entries } from '../wire/attributes.js';
import { bitNames, string, u16, u32 } from '../wire/codec.js';
import { generic } from '../wire/index.js';
import type { Decoded } from '../wire/message.js';

/**
 * What a command is: can be asked for once (`do`), or for everything (`dump`); what it takes can be read (`policy`);
 * needs CAP_NET_ADMIN, over the machine (`admin`) or over the namespace (`namespaceAdmin`).
 */
const OPERATION_FLAGS = {
  admin: GENL_ADMIN_PERM,
  do: GENL_CMD_CAP_DO,
  dump: GENL_CMD_CAP_DUMP,
  policy: GENL_CMD_CAP_HASPOL,
  namespaceAdmin: GENL_UNS_ADMIN_PERM,
} as const;

const operationFlags = bitNames(OPERATION_FLAGS);

/** What the controller tells of a family. */
export const familyBody = generic({
  attributes: {
    id: [CTRL_ATTR_FAMILY_ID, u16],
    name: [CTRL_ATTR_FAMILY_NAME, string],
    familyVersion: [CTRL_ATTR_VERSION, u32],
    headerSize: [CTRL_ATTR_HDRSIZE, u32],
    maxAttribute: [CTRL_ATTR_MAXATTR, u32],
    operations: [
      CTRL_ATTR_OPS,
      entries(attributes({ command: [CTRL_ATTR_OP_ID, u32], flags: [CTRL_ATTR_OP_FLAGS, u32] })),
    ],
    groups: [
      CTRL_ATTR_MCAST_GROUPS,
      entries(attributes({ name: [CTRL_ATTR_MCAST_GRP_NAME, string], id: [CTRL_ATTR_MCAST_GRP_ID, u32] })),
    ],
  },
});

/** A command of a family. */
export interface GenericOperation {
  readonly command: number;
  /**
   * `do`: can be asked; `dump`: can be asked of everything; `policy`: {@link Genetlink.policy} tells what it takes;
   * `admin`, `namespaceAdmin`: needs CAP_NET_ADMIN, over the machine or over the namespace.
   */
  readonly flags: readonly (keyof typeof OPERATION_FLAGS)[];
}

/**
 * A part of the kernel that answers requests of generic netlink: what `genl ctrl get name NAME` prints. Numbers are
 * given out as families come, and differ from machine to machine.
 *
 * Source: `<linux/genetlink.h>`.
 */
export interface GenericFamily {
  readonly name: string;
  /** The type of its messages. */
  readonly id: number;
  readonly version: number;
  /** Bytes of the family's own header, between the common one and the attributes. */
  readonly headerSize: number;
  /** The highest attribute number; 0: it is not said. */
  readonly maxAttribute: number;
  readonly operations: readonly GenericOperation[];
  /** Multicast groups, by which it tells of changes. */
  readonly groups: readonly { readonly name: string; readonly id: number }[];
}

export function toFamily(message: Decoded<typeof familyBody>): GenericFamily {
  const {
    name = '',
    id = 0,
    familyVersion = 0,
    headerSize = 0,
    maxAttribute = 0,
    operations = [],
    groups = [],
  } = message;
  return {
    name,
    id,
    version: familyVersion,
    headerSize,
    maxAttribute,
    operations: operations.map(([, { command = 0, flags = 0 }]) => ({
      command,
      flags: operationFlags(flags),
    })),
    groups: groups.map(([, group]) => ({ name: group.name ?? '', id: group.id ?? 0 })),
  };
}
