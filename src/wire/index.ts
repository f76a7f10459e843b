/**
 * What netlink messages are made of: to describe one that has no call of its own, for {@link Netlink.request}.
 *
 *     const link = wire.message({
 *       header: { family: wire.u8, pad: wire.u8, type: wire.u16, index: wire.link, flags: wire.u32, change: wire.u32 },
 *       attributes: { name: [3, wire.string], mtu: [4, wire.u32] },
 *     });
 *
 * The types of what is written and read follow from the description. Source: netlink(7), rtnetlink(7).
 */

import { type Attributes, attributes } from './attributes.js';
import { u8, u16 } from './codec.js';
import { type Fields, type Struct, struct } from './struct.js';

export { type Attributes, attributes, entries, headed, list, type RawAttribute } from './attributes.js';
export {
  be16,
  be32,
  bitNames,
  bytes,
  type Codec,
  flag,
  ip,
  link,
  mac,
  named,
  type Read,
  s16,
  s32,
  s64,
  string,
  u8,
  u16,
  u32,
  u64,
  type Written,
} from './codec.js';
export type { Body, Decoded, HeaderIn, TailIn } from './message.js';
export { type Fields, type Struct, struct } from './struct.js';

/** A message: its fixed header, field after field, and the attributes behind it by name, number and codec. */
export function message<
  const F extends Fields,
  const T extends Parameters<typeof attributes>[0],
>(description: {
  readonly header: F;
  readonly attributes: T;
}): { readonly header: Struct<F>; readonly attributes: Attributes<T> } {
  return { header: struct(description.header), attributes: attributes(description.attributes) };
}

/** `struct genlmsghdr` of `<linux/genetlink.h>`. */
const genlmsghdr = { command: u8, version: u8, reserved: u16 } as const;

/**
 * A message of generic netlink, for {@link Genetlink.request}: its attributes, behind the header that all families
 * share (`command`, `version`) and, in some, one of the family's own.
 *
 *     const features = wire.generic({ attributes: { header: [1, wire.attributes({ name: [2, wire.string] })] } });
 */
export function generic<
  const T extends Parameters<typeof attributes>[0],
  const F extends Fields = Record<never, never>,
>(description: {
  readonly header?: F;
  readonly attributes: T;
}): { readonly header: Struct<typeof genlmsghdr & F>; readonly attributes: Attributes<T> } {
  const header = struct({ ...genlmsghdr, ...description.header }) as unknown as Struct<typeof genlmsghdr & F>;
  return { header, attributes: attributes(description.attributes) };
}
