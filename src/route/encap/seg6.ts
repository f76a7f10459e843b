import { type Checks, integer, nested, oneOf } from '../../check/options.js';
import { type Field, field } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { LWTUNNEL_ENCAP_SEG6 } from '../../uapi/lwtunnel.js';
import {
  SEG6_IPTUN_MODE_ENCAP,
  SEG6_IPTUN_MODE_ENCAP_RED,
  SEG6_IPTUN_MODE_INLINE,
  SEG6_IPTUN_MODE_L2ENCAP,
  SEG6_IPTUN_MODE_L2ENCAP_RED,
  SEG6_IPTUNNEL_SRH,
} from '../../uapi/seg6_iptunnel.js';
import { named, s32 } from '../../wire/codec.js';
import { defineEncap } from './encap.js';
import { readSegmentRouting, segmentList, writeSegmentRouting } from './segments.js';

const MODES = {
  inline: SEG6_IPTUN_MODE_INLINE,
  encap: SEG6_IPTUN_MODE_ENCAP,
  l2encap: SEG6_IPTUN_MODE_L2ENCAP,
  'encap.red': SEG6_IPTUN_MODE_ENCAP_RED,
  'l2encap.red': SEG6_IPTUN_MODE_L2ENCAP_RED,
} as const;

/** A segment routing header, as `ip route ... encap seg6 mode encap segs ...` has it; RFC 8754, RFC 8986. */
export interface SegmentRouting {
  /** Put into the packet's own header chain (`inline`), or with the packet in a new one. */
  readonly mode: keyof typeof MODES;
  /** IPv6 addresses, in the order in which the packet comes by. */
  readonly segs: readonly string[];
  /** Number of the key that signs it. */
  readonly hmac?: number;
}

const checks: Checks<SegmentRouting> = {
  mode: oneOf(...Object.keys(MODES)),
  segs: segmentList,
  hmac: integer(1, 0xffff_ffff),
};

const mode = named(s32, MODES);

/** `struct seg6_iptunnel_encap`. */
const routing: Field<{ mode: keyof typeof MODES | number; segs: string[]; hmac?: number }, SegmentRouting> =
  field(
    {
      size: 4,
      write: (writer, value) => {
        mode.write(writer, value.mode);
        writeSegmentRouting(writer, value.segs, { ...value, open: value.mode === 'inline' });
      },
      read: (view, start, end) => {
        const found = mode.read(view, start, start + 4);
        return { mode: found, ...readSegmentRouting(view, start + 4, end, found === 'inline') };
      },
    },
    nested(checks, ['mode', 'segs']),
  );

/** Segment routing over IPv6: `encap seg6 mode encap segs 2001:db8::1,2001:db8::2`. */
export const seg6 = defineEncap({
  type: LWTUNNEL_ENCAP_SEG6,
  needs: requires('encap', 'seg6', 'IPV6_SEG6_LWTUNNEL'),
  required: ['routing'],
  rows: { routing: [SEG6_IPTUNNEL_SRH, routing] },
});
