import {
  BOND_LINK_BACK,
  BOND_LINK_DOWN,
  BOND_LINK_FAIL,
  BOND_LINK_UP,
  BOND_STATE_ACTIVE,
  BOND_STATE_BACKUP,
} from '../../uapi/if_bonding.js';
import {
  IFLA_BOND_SLAVE_ACTOR_PORT_PRIO,
  IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE,
  IFLA_BOND_SLAVE_AD_AGGREGATOR_ID,
  IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE,
  IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE,
  IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE,
  IFLA_BOND_SLAVE_LINK_FAILURE_COUNT,
  IFLA_BOND_SLAVE_MII_STATUS,
  IFLA_BOND_SLAVE_PERM_HWADDR,
  IFLA_BOND_SLAVE_PRIO,
  IFLA_BOND_SLAVE_QUEUE_ID,
  IFLA_BOND_SLAVE_STATE,
} from '../../uapi/if_link.js';
import { s32, u8 } from '../../wire/codec.js';
import { byte, choice, hardware, number, short, word } from '../field.js';
import { optionTable } from '../option_table.js';

const STATES = { active: BOND_STATE_ACTIVE, backup: BOND_STATE_BACKUP } as const;
const MII = { up: BOND_LINK_UP, fail: BOND_LINK_FAIL, down: BOND_LINK_DOWN, back: BOND_LINK_BACK } as const;
const CHURN = { none: 0, monitoring: 1, churned: 2 } as const;

/** A port of a bond: `ip link set LINK type bond_slave`. */
export const bondPort = optionTable(
  {
    queueId: [IFLA_BOND_SLAVE_QUEUE_ID, short],
    /** Which port becomes the active one: the highest. */
    priority: [IFLA_BOND_SLAVE_PRIO, number(s32, -0x8000_0000, 0x7fff_ffff)],
    /** For 802.3ad. */
    actorPortPriority: [IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, short],
    state: [IFLA_BOND_SLAVE_STATE, choice(u8, STATES), 'read'],
    miiStatus: [IFLA_BOND_SLAVE_MII_STATUS, choice(u8, MII), 'read'],
    linkFailures: [IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, word, 'read'],
    permanentAddress: [IFLA_BOND_SLAVE_PERM_HWADDR, hardware, 'read'],
    aggregator: [IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, short, 'read'],
    actorState: [IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, byte, 'read'],
    partnerState: [IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, short, 'read'],
    actorChurn: [IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE, choice(u8, CHURN), 'read'],
    partnerChurn: [IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE, choice(u8, CHURN), 'read'],
  },
  [],
);
