import {
  IFLA_GRE_ERSPAN_DIR,
  IFLA_GRE_ERSPAN_HWID,
  IFLA_GRE_ERSPAN_INDEX,
  IFLA_GRE_ERSPAN_VER,
} from '../../uapi/if_tunnel.js';
import { u8, u16, u32 } from '../../wire/codec.js';
import { choice, number } from '../field.js';
import { gre6Flags, gre6Rows, gre6Rules, greFlags, greRows, greRules } from './gre.js';
import { defineKind } from './kind.js';

/** Which way mirrored frames went. These have no names in the headers. */
const DIRECTIONS = { ingress: 0, egress: 1 } as const;

const rows = {
  /** 0, 1 (the default) or 2: types I, II and III. From 1 on, both keys and both sequences have to be there. */
  erspanVersion: [IFLA_GRE_ERSPAN_VER, number(u8, 0, 2)],
  /** Of version 1: the port that was mirrored, 20 bits. */
  erspanIndex: [IFLA_GRE_ERSPAN_INDEX, number(u32, 0, 0xf_ffff)],
  /** Of version 2. */
  erspanDirection: [IFLA_GRE_ERSPAN_DIR, choice(u8, DIRECTIONS)],
  /** Of version 2: the engine that mirrored, 6 bits. */
  erspanHardwareId: [IFLA_GRE_ERSPAN_HWID, number(u16, 0, 0x3f)],
} as const;

/** Mirrored frames in GRE over IPv4: `ip link add NAME type erspan seq key KEY local ADDRESS remote ADDRESS`. */
export const erspan = defineKind({ ...greRules, rows: { ...greRows, ...rows }, bits: greFlags });

/** The same over IPv6: `ip link add NAME type ip6erspan seq key KEY local ADDRESS remote ADDRESS`. */
export const ip6erspan = defineKind({ ...gre6Rules, rows: { ...gre6Rows, ...rows }, bits: gre6Flags });
