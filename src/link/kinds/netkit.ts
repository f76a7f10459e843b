import {
  IFLA_NETKIT_HEADROOM,
  IFLA_NETKIT_MODE,
  IFLA_NETKIT_PAIRING,
  IFLA_NETKIT_PEER_INFO,
  IFLA_NETKIT_PEER_POLICY,
  IFLA_NETKIT_PEER_SCRUB,
  IFLA_NETKIT_POLICY,
  IFLA_NETKIT_PRIMARY,
  IFLA_NETKIT_SCRUB,
  IFLA_NETKIT_TAILROOM,
  NETKIT_DEVICE_PAIR,
  NETKIT_DEVICE_SINGLE,
  NETKIT_DROP,
  NETKIT_L2,
  NETKIT_L3,
  NETKIT_PASS,
  NETKIT_SCRUB_DEFAULT,
  NETKIT_SCRUB_NONE,
} from '../../uapi/if_link.js';
import { u32 } from '../../wire/codec.js';
import { choice, short, switched } from '../field.js';
import { checkEnds, peerCompanion, peerField } from '../pair.js';
import { defineKind } from './kind.js';

const MODES = { l2: NETKIT_L2, l3: NETKIT_L3 } as const;

/** What becomes of a packet without a program, as `ip link` spells it. */
const POLICIES = { forward: NETKIT_PASS, blackhole: NETKIT_DROP } as const;

/** What is wiped from a packet that changes its namespace. */
const SCRUBS = { none: NETKIT_SCRUB_NONE, default: NETKIT_SCRUB_DEFAULT } as const;

const PAIRINGS = { pair: NETKIT_DEVICE_PAIR, single: NETKIT_DEVICE_SINGLE } as const;

/** A pair of links with BPF programs between: `ip link add NAME type netkit`. */
export const netkit = defineKind({
  needs: { option: 'CONFIG_NETKIT', module: undefined },
  rows: {
    peer: [IFLA_NETKIT_PEER_INFO, peerField, 'create'],
    /** Default l3. */
    mode: [IFLA_NETKIT_MODE, choice(u32, MODES), 'create'],
    /** Default forward. */
    policy: [IFLA_NETKIT_POLICY, choice(u32, POLICIES)],
    peerPolicy: [IFLA_NETKIT_PEER_POLICY, choice(u32, POLICIES)],
    scrub: [IFLA_NETKIT_SCRUB, choice(u32, SCRUBS), 'create'],
    peerScrub: [IFLA_NETKIT_PEER_SCRUB, choice(u32, SCRUBS), 'create'],
    headroom: [IFLA_NETKIT_HEADROOM, short, 'create'],
    tailroom: [IFLA_NETKIT_TAILROOM, short, 'create'],
    pairing: [IFLA_NETKIT_PAIRING, choice(u32, PAIRINGS), 'create'],
    /** Whether this end is the one that was asked for; only it can be changed. */
    primary: [IFLA_NETKIT_PRIMARY, switched, 'read'],
  },
  checkTogether: checkEnds,
  companion: peerCompanion,
});
