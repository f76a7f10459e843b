/** Values as the kernel has them, at random: written as they are read. */

import fc from 'fast-check';
import { formatIp } from '../../src/packet/address.js';
import { attribute, layout } from './layout.js';

export const u32 = fc.nat(0xffff_ffff);

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

export const ipv4 = bytes(4).map(formatIp);
export const ipv6 = bytes(16).map(formatIp);
export const ip = fc.oneof(ipv4, ipv6);

const of = (address: fc.Arbitrary<string>, longest: number) =>
  fc.tuple(address, fc.integer({ min: 1, max: longest })).map(([text, length]) => `${text}/${length}`);

export const prefix4 = of(ipv4, 32);
export const prefix6 = of(ipv6, 128);

/** An interface index. */
export const index = fc.integer({ min: 1, max: 0x7fff_ffff });

export const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,14}$/);

export const mac = bytes(6).map((address) =>
  [...address].map((byte) => byte.toString(16).padStart(2, '0')).join(':'),
);

/** Some of the keys, each as it is described. */
export const some = <T extends object>(record: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(record, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** Attributes with plausible numbers and any content: they get further into the decoders than noise does. */
export const plausible = fc
  .array(fc.tuple(fc.nat(64), fc.uint8Array({ maxLength: 40 })), { maxLength: 12 })
  .map((entries) => layout(...entries.map(([type, data]) => attribute(type, data))));

/** A copy of the bytes that is cut off somewhere. */
const truncated = (whole: fc.Arbitrary<Uint8Array>) =>
  fc.tuple(whole, fc.nat(400)).map(([all, keep]) => all.subarray(0, keep));

/** What may come instead of what is expected. */
export const anyBytes = {
  noise: fc.uint8Array({ maxLength: 400 }),
  plausible,
  truncated: truncated(plausible),
};
