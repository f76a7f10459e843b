import type { NetlinkFailure } from '../error/netlink_error.js';
import {
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLMSGERR_ATTR_MISS_TYPE,
  NLMSGERR_ATTR_MSG,
  NLMSGERR_ATTR_OFFS,
} from '../uapi/netlink.js';
import { eachAttribute } from '../wire/attributes.js';
import { s32, string, u32 } from '../wire/codec.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';
import { MESSAGE_HEADER, type MessageSpan } from '../wire/message.js';

/** An NLMSG_ERROR, taken apart. */
export interface ErrorAnswer extends Pick<NetlinkFailure, 'errno' | 'extack'> {
  /** Byte of the request that the error is about. */
  readonly offset: number | undefined;
  /** Number of an attribute that the request lacks. */
  readonly missing: number | undefined;
  /** Attributes that the addon has put behind the kernel's. */
  readonly extra: ReadonlyMap<number, Uint8Array>;
}

/** `struct nlmsgerr` and the extended acknowledgement behind it. */
export function readError(view: DataView, span: MessageSpan): ErrorAnswer {
  const start = span.start + MESSAGE_HEADER;
  const errno = -s32.read(view, start, start + 4);
  // The request comes back behind the error: its header only, where the socket asked for that (NETLINK_CAP_ACK).
  const echoed = span.flags & NLM_F_CAPPED ? MESSAGE_HEADER : view.getUint32(start + 4, LITTLE_ENDIAN);
  let extack: string | undefined;
  let offset: number | undefined;
  let missing: number | undefined;
  const extra = new Map<number, Uint8Array>();
  if (span.flags & NLM_F_ACK_TLVS) {
    eachAttribute(view, start + 4 + Math.ceil(echoed / 4) * 4, span.end, (type, from, to) => {
      if (type === NLMSGERR_ATTR_MSG) extack = string.read(view, from, to);
      else if (type === NLMSGERR_ATTR_OFFS && to - from >= 4) offset = u32.read(view, from, to);
      else if (type === NLMSGERR_ATTR_MISS_TYPE && to - from >= 4) missing = u32.read(view, from, to);
      else extra.set(type, new Uint8Array(view.buffer, view.byteOffset + from, to - from));
    });
  }
  return { errno, extack: extack === '' ? undefined : extack, offset, missing, extra };
}
