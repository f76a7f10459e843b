import {
  IFLA_XDP_ATTACHED,
  IFLA_XDP_DRV_PROG_ID,
  IFLA_XDP_HW_PROG_ID,
  IFLA_XDP_PROG_ID,
  IFLA_XDP_SKB_PROG_ID,
  XDP_ATTACHED_DRV,
  XDP_ATTACHED_HW,
  XDP_ATTACHED_MULTI,
  XDP_ATTACHED_NONE,
  XDP_ATTACHED_SKB,
} from '../uapi/if_link.js';
import { attributes } from '../wire/attributes.js';
import { named, type Read, u8, u32 } from '../wire/codec.js';

/** Where a program is attached; several: each has its number. */
const ATTACHED = {
  none: XDP_ATTACHED_NONE,
  driver: XDP_ATTACHED_DRV,
  generic: XDP_ATTACHED_SKB,
  hardware: XDP_ATTACHED_HW,
  multiple: XDP_ATTACHED_MULTI,
} as const;

/** The XDP program of a link: numbers are those of `bpftool prog`. */
export const xdp = attributes({
  attached: [IFLA_XDP_ATTACHED, named(u8, ATTACHED)],
  program: [IFLA_XDP_PROG_ID, u32],
  driverProgram: [IFLA_XDP_DRV_PROG_ID, u32],
  genericProgram: [IFLA_XDP_SKB_PROG_ID, u32],
  hardwareProgram: [IFLA_XDP_HW_PROG_ID, u32],
});

export type Xdp = Read<typeof xdp>;
