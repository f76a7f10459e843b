/** IPv6 routing headers as the kernel is told of them: segments by the way that a packet takes. */

import { ipAddress } from '../../check/ip.js';
import { type Check, wrongType } from '../../check/options.js';
import { parseIp } from '../../packet/address.js';
import { SR6_FLAG1_HMAC, SR6_TLV_HMAC } from '../../uapi/seg6.js';
import { ip } from '../../wire/codec.js';
import type { Writer } from '../../wire/writer.js';

const HEADER = 8;
const SEGMENT = 16;
/** sizeof(struct sr6_tlv_hmac) */
const HMAC = 40;
const [ROUTING_RPL, ROUTING_SEGMENTS] = [3, 4];
const UNKNOWN = '::';

/** A segment list of one address or more. */
export const segmentList: Check = (name, value) => {
  if (!Array.isArray(value) || value.length === 0 || value.length > 126)
    throw wrongType(name, value, 'an array of 1 to 126 IPv6 addresses');
  for (const [index, segment] of value.entries()) {
    ipAddress(`${name}[${index}]`, segment);
    if (!segment.includes(':')) throw wrongType(`${name}[${index}]`, segment, 'an IPv6 address');
  }
};

function writeAll(writer: Writer, segments: readonly string[]): void {
  for (const segment of segments) writer.append(parseIp(segment) ?? new Uint8Array(SEGMENT));
}

function readAll(view: DataView, start: number, end: number, count: number): string[] {
  const found: string[] = [];
  for (let at = start; found.length < count && at + SEGMENT <= end; at += SEGMENT)
    found.push(ip.read(view, at, at + SEGMENT));
  return found;
}

/**
 * `struct ipv6_sr_hdr` of `<linux/seg6.h>`, RFC 8754: the last segment comes first. `open`: the kernel puts the
 * destination that a packet has into a place that is left for it.
 */
export function writeSegmentRouting(
  writer: Writer,
  segs: readonly string[],
  { hmac = 0, open = false }: { readonly hmac?: number; readonly open?: boolean },
): void {
  const segments = open ? [...segs, UNKNOWN] : segs;
  const size = HEADER + SEGMENT * segments.length + (hmac === 0 ? 0 : HMAC);
  const last = segments.length - 1;
  writer.append(
    Uint8Array.of(0, size / 8 - 1, ROUTING_SEGMENTS, last, last, hmac === 0 ? 0 : SR6_FLAG1_HMAC, 0, 0),
  );
  writeAll(writer, segments.toReversed());
  if (hmac === 0) return;
  const at = writer.reserve(HMAC);
  writer.view.setUint8(at, SR6_TLV_HMAC);
  writer.view.setUint8(at + 1, HMAC - 2);
  writer.view.setUint32(at + 4, hmac);
}

export function readSegmentRouting(
  view: DataView,
  start: number,
  end: number,
  open = false,
): { segs: string[]; hmac?: number } {
  if (end - start < HEADER) return { segs: [] };
  const count = view.getUint8(start + 4) + 1;
  const segs = readAll(view, start + HEADER, end, count).reverse();
  if (open && segs.at(-1) === UNKNOWN) segs.pop();
  const tlv = start + HEADER + SEGMENT * count;
  const authentic = (view.getUint8(start + 5) & SR6_FLAG1_HMAC) !== 0 && tlv + 8 <= end;
  return { segs, ...(authentic ? { hmac: view.getUint32(tlv + 4) } : {}) };
}

/** `struct ipv6_rpl_sr_hdr` of `<linux/rpl.h>`, RFC 6554, without compression. */
export function writeRplRouting(writer: Writer, segs: readonly string[]): void {
  const blocks = (SEGMENT * segs.length) / 8;
  writer.append(Uint8Array.of(0, blocks, ROUTING_RPL, segs.length, 0, 0, 0, 0));
  writeAll(writer, segs.toReversed());
}

export function readRplRouting(view: DataView, start: number, end: number): string[] {
  return end - start < HEADER ? [] : readAll(view, start + HEADER, end, view.getUint8(start + 3)).reverse();
}
