/** Encapsulations that can be read, but not be asked for. */

import { readOnly } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import {
  IOAM6_IPTUNNEL_DST,
  IOAM6_IPTUNNEL_FREQ_K,
  IOAM6_IPTUNNEL_FREQ_N,
  IOAM6_IPTUNNEL_MODE,
  IOAM6_IPTUNNEL_MODE_AUTO,
  IOAM6_IPTUNNEL_MODE_ENCAP,
  IOAM6_IPTUNNEL_MODE_INLINE,
  IOAM6_IPTUNNEL_TRACE,
} from '../../uapi/ioam6_iptunnel.js';
import {
  LWT_BPF_IN,
  LWT_BPF_OUT,
  LWT_BPF_PROG_FD,
  LWT_BPF_PROG_NAME,
  LWT_BPF_XMIT,
  LWT_BPF_XMIT_HEADROOM,
  LWTUNNEL_ENCAP_BPF,
  LWTUNNEL_ENCAP_IOAM6,
} from '../../uapi/lwtunnel.js';
import { attributes } from '../../wire/attributes.js';
import { type Codec, ip, named, string, u8, u32 } from '../../wire/codec.js';
import { defineEncap } from './encap.js';

const program = readOnly(attributes({ fd: [LWT_BPF_PROG_FD, u32], name: [LWT_BPF_PROG_NAME, string] }));

/** Programs that are run on the packets of a route: `encap bpf`. */
export const bpf = defineEncap({
  type: LWTUNNEL_ENCAP_BPF,
  needs: requires('encap', 'bpf', 'LWTUNNEL_BPF'),
  rows: {
    in: [LWT_BPF_IN, program, 'read'],
    out: [LWT_BPF_OUT, program, 'read'],
    xmit: [LWT_BPF_XMIT, program, 'read'],
    headroom: [LWT_BPF_XMIT_HEADROOM, readOnly(u32), 'read'],
  },
});

const MODES = {
  inline: IOAM6_IPTUNNEL_MODE_INLINE,
  encap: IOAM6_IPTUNNEL_MODE_ENCAP,
  auto: IOAM6_IPTUNNEL_MODE_AUTO,
} as const;

/** `struct ioam6_trace_hdr`: what is traced, in which namespace, and how many bytes there are for it. */
const trace: Codec<{ ns: number; type: number; size: number }> = {
  size: 8,
  write: () => {},
  read: (view, start) => ({
    ns: view.getUint16(start),
    type: view.getUint32(start + 4) >>> 8,
    size: (view.getUint8(start + 3) & 0x7f) * 4,
  }),
};

/** In-situ OAM over IPv6: `encap ioam6`; RFC 9197. */
export const ioam6 = defineEncap({
  type: LWTUNNEL_ENCAP_IOAM6,
  needs: requires('encap', 'ioam6', 'IPV6_IOAM6_LWTUNNEL'),
  rows: {
    mode: [IOAM6_IPTUNNEL_MODE, readOnly(named(u8, MODES)), 'read'],
    tundst: [IOAM6_IPTUNNEL_DST, readOnly(ip), 'read'],
    trace: [IOAM6_IPTUNNEL_TRACE, readOnly(trace), 'read'],
    /** So many packets ... */
    freqk: [IOAM6_IPTUNNEL_FREQ_K, readOnly(u32), 'read'],
    /** ... of so many. */
    freqn: [IOAM6_IPTUNNEL_FREQ_N, readOnly(u32), 'read'],
  },
});
