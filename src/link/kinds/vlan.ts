import { nested } from '../../check/options.js';
import { ETH_P_8021AD, ETH_P_8021Q } from '../../uapi/if_ether.js';
import {
  IFLA_VLAN_EGRESS_QOS,
  IFLA_VLAN_FLAGS,
  IFLA_VLAN_ID,
  IFLA_VLAN_INGRESS_QOS,
  IFLA_VLAN_PROTOCOL,
  IFLA_VLAN_QOS_MAPPING,
} from '../../uapi/if_link.js';
import {
  VLAN_FLAG_BRIDGE_BINDING,
  VLAN_FLAG_GVRP,
  VLAN_FLAG_LOOSE_BINDING,
  VLAN_FLAG_MVRP,
  VLAN_FLAG_REORDER_HDR,
} from '../../uapi/if_vlan.js';
import { list } from '../../wire/attributes.js';
import { be16, u16, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { maskedBits } from '../bits.js';
import { choice, type Field, field, listOf, number, word } from '../field.js';
import { defineKind } from './kind.js';

/** How a VLAN tag is marked, as `ip link` spells it. */
export const VLAN_PROTOCOLS = { '802.1Q': ETH_P_8021Q, '802.1ad': ETH_P_8021AD } as const;

/** One priority becomes another on the way through. */
export interface PriorityMapping {
  /** Outwards: the packet's priority (SO_PRIORITY); inwards: the tag's. */
  readonly from: number;
  readonly to: number;
}

const mapping = struct({ from: u32, to: u32 });

const priorities: Field<PriorityMapping[], readonly PriorityMapping[]> = field(
  list(IFLA_VLAN_QOS_MAPPING, { size: 8, write: mapping.write, read: mapping.read }),
  listOf(nested<PriorityMapping>({ from: word.check, to: word.check }, ['from', 'to'])),
);

/** A VLAN on another link: `ip link add link LINK NAME type vlan id ID`; IEEE 802.1Q. */
export const vlan = defineKind({
  needs: { option: 'CONFIG_VLAN_8021Q', module: '8021q' },
  required: ['link', 'id'],
  rows: {
    id: [IFLA_VLAN_ID, number(u16, 0, 4094), 'create'],
    /** Default 802.1Q. */
    protocol: [IFLA_VLAN_PROTOCOL, choice(be16, VLAN_PROTOCOLS), 'create'],
    egressPriorities: [IFLA_VLAN_EGRESS_QOS, priorities],
    ingressPriorities: [IFLA_VLAN_INGRESS_QOS, priorities],
  },
  bits: [
    {
      name: 'flags',
      type: IFLA_VLAN_FLAGS,
      codec: maskedBits,
      absent: true,
      bits: {
        /** Takes the tag off before the packet goes on. Default true. */
        reorderHeader: VLAN_FLAG_REORDER_HDR,
        /** Registers the VLAN with switches (GARP). */
        gvrp: VLAN_FLAG_GVRP,
        /** The VLAN's state does not follow the lower link's. */
        looseBinding: VLAN_FLAG_LOOSE_BINDING,
        mvrp: VLAN_FLAG_MVRP,
        /** On a bridge: its state follows the bridge's ports in this VLAN. */
        bridgeBinding: VLAN_FLAG_BRIDGE_BINDING,
      },
    },
  ],
});
