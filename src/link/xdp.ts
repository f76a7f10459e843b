import { boolean, type Check, integer, nested, oneOf } from '../check/options.js';
import {
  IFLA_XDP_ATTACHED,
  IFLA_XDP_DRV_PROG_ID,
  IFLA_XDP_EXPECTED_FD,
  IFLA_XDP_FD,
  IFLA_XDP_FLAGS,
  IFLA_XDP_HW_PROG_ID,
  IFLA_XDP_PROG_ID,
  IFLA_XDP_SKB_PROG_ID,
  XDP_ATTACHED_DRV,
  XDP_ATTACHED_HW,
  XDP_ATTACHED_MULTI,
  XDP_ATTACHED_NONE,
  XDP_ATTACHED_SKB,
  XDP_FLAGS_DRV_MODE,
  XDP_FLAGS_HW_MODE,
  XDP_FLAGS_REPLACE,
  XDP_FLAGS_SKB_MODE,
  XDP_FLAGS_UPDATE_IF_NOEXIST,
} from '../uapi/if_link.js';
import { attributes } from '../wire/attributes.js';
import { named, type Read, s32, u8, u32 } from '../wire/codec.js';

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
  // Only written.
  fd: [IFLA_XDP_FD, s32],
  flags: [IFLA_XDP_FLAGS, u32],
  expectedFd: [IFLA_XDP_EXPECTED_FD, s32],
});

export type Xdp = Omit<Read<typeof xdp>, 'fd' | 'flags' | 'expectedFd'>;

/** Where a program can be attached. */
const MODES = {
  driver: XDP_FLAGS_DRV_MODE,
  generic: XDP_FLAGS_SKB_MODE,
  hardware: XDP_FLAGS_HW_MODE,
} as const;

/** An XDP program to attach to a link, or to take away: `ip link set LINK xdp ...`. */
export interface XdpChange {
  /** A descriptor of the loaded program, which stays the caller's; `null`: none is to be there. */
  readonly fd: number | null;
  /** Default: in the driver if it can, otherwise generic. One that was attached generic has to be taken away so. */
  readonly mode?: keyof typeof MODES;
  /** Takes the place of a program that is there, as `ip -force`. Default false: that is an error, EBUSY. */
  readonly replace?: boolean;
  /** Takes the place of this very program, and of no other. Since Linux 5.7. */
  readonly expectedFd?: number;
}

const descriptor = integer(0, 0x7fff_ffff);

const checkEach = nested<XdpChange>(
  {
    fd: (field, value) => {
      if (value !== null) descriptor(field, value);
    },
    mode: oneOf(...Object.keys(MODES)),
    replace: boolean,
    expectedFd: descriptor,
  },
  ['fd'],
);

export const xdpChange: Check = (field, value) => {
  checkEach(field, value);
  const { replace, expectedFd } = value as XdpChange;
  if (replace !== undefined && expectedFd !== undefined)
    throw new TypeError(`${field}.replace and ${field}.expectedFd exclude each other`);
};

const NO_PROGRAM = -1;

/** What IFLA_XDP says of it. */
export function xdpAttributes({ fd, mode, replace = false, expectedFd }: XdpChange) {
  const alone = fd === null || replace || expectedFd !== undefined ? 0 : XDP_FLAGS_UPDATE_IF_NOEXIST;
  const expecting = expectedFd === undefined ? 0 : XDP_FLAGS_REPLACE;
  return { fd: fd ?? NO_PROGRAM, flags: (mode ? MODES[mode] : 0) | alone | expecting, expectedFd };
}
