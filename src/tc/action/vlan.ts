import { macAddress } from '../../check/ip.js';
import { integer, oneOf } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { ETH_P_8021AD, ETH_P_8021Q } from '../../uapi/if_ether.js';
import {
  TCA_VLAN_ACT_MODIFY,
  TCA_VLAN_ACT_POP,
  TCA_VLAN_ACT_POP_ETH,
  TCA_VLAN_ACT_PUSH,
  TCA_VLAN_ACT_PUSH_ETH,
  TCA_VLAN_PARMS,
  TCA_VLAN_PUSH_ETH_DST,
  TCA_VLAN_PUSH_ETH_SRC,
  TCA_VLAN_PUSH_VLAN_ID,
  TCA_VLAN_PUSH_VLAN_PRIORITY,
  TCA_VLAN_PUSH_VLAN_PROTOCOL,
  TCA_VLAN_TM,
} from '../../uapi/tc_vlan.js';
import { attributes } from '../../wire/attributes.js';
import { be16, mac, named, type Read, u8, u16, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { type Control, control } from './control.js';
import { type CommonAction, fromGeneric, generic, times } from './generic.js';

/** Adds, changes or takes off a VLAN tag: `action vlan push id 5`; tc-vlan(8). */
export interface VlanAction extends CommonAction {
  readonly kind: 'vlan';
  /** `pop-eth` and `push-eth` are about a whole Ethernet header. */
  readonly action: 'pop' | 'push' | 'modify' | 'pop-eth' | 'push-eth';
  /** VLAN id, wanted for `push` and `modify`. */
  readonly id?: number;
  /** Default 802.1Q. */
  readonly protocol?: '802.1Q' | '802.1ad';
  /** From 0 to 7. */
  readonly priority?: number;
  /** Wanted for `push-eth`. */
  readonly ethernetDestination?: string;
  /** Wanted for `push-eth`. */
  readonly ethernetSource?: string;
  /** Default `pipe`. */
  readonly control?: Control;
}

const ACTIONS = {
  pop: TCA_VLAN_ACT_POP,
  push: TCA_VLAN_ACT_PUSH,
  modify: TCA_VLAN_ACT_MODIFY,
  'pop-eth': TCA_VLAN_ACT_POP_ETH,
  'push-eth': TCA_VLAN_ACT_PUSH_ETH,
} as const;

/** What cannot be left out. */
const WANTED: Partial<Record<VlanAction['action'], readonly (keyof VlanAction)[]>> = {
  push: ['id'],
  modify: ['id'],
  'push-eth': ['ethernetDestination', 'ethernetSource'],
};

const PROTOCOLS = { '802.1Q': ETH_P_8021Q, '802.1ad': ETH_P_8021AD } as const;

const set = attributes({
  times: [TCA_VLAN_TM, times],
  parameters: [TCA_VLAN_PARMS, struct({ ...generic, action: named(u32, ACTIONS) })],
  id: [TCA_VLAN_PUSH_VLAN_ID, u16],
  protocol: [TCA_VLAN_PUSH_VLAN_PROTOCOL, named(be16, PROTOCOLS)],
  priority: [TCA_VLAN_PUSH_VLAN_PRIORITY, u8],
  ethernetDestination: [TCA_VLAN_PUSH_ETH_DST, mac],
  ethernetSource: [TCA_VLAN_PUSH_ETH_SRC, mac],
});

function encode(options: VlanAction) {
  const {
    index,
    action,
    control = 'pipe',
    id,
    protocol,
    priority,
    ethernetDestination,
    ethernetSource,
  } = options;
  for (const name of WANTED[action] ?? [])
    if (options[name] === undefined) throw new TypeError(`vlan ${action} needs ${name}`);
  return {
    parameters: { index, control, action },
    id,
    protocol,
    priority,
    ethernetDestination,
    ethernetSource,
  };
}

function decode({
  parameters,
  times,
  id,
  protocol,
  priority,
  ethernetDestination,
  ethernetSource,
}: Read<typeof set>) {
  return present({
    action: parameters?.action,
    id,
    protocol,
    priority,
    ethernetDestination,
    ethernetSource,
    ...fromGeneric(parameters, times),
  });
}

const checks: OwnChecks<VlanAction, CommonAction & { kind: 'vlan' }> = {
  action: oneOf(...Object.keys(ACTIONS)),
  id: integer(0, 0xfff),
  protocol: oneOf(...Object.keys(PROTOCOLS)),
  priority: integer(0, 7),
  ethernetDestination: macAddress,
  ethernetSource: macAddress,
  control,
};

export const vlan: TcKind<VlanAction> = {
  needs: requires('action', 'vlan', 'NET_ACT_VLAN', 'act_vlan'),
  checks,
  required: ['action'],
  options: translated(set, encode, decode),
};
