import { type Check, checkOptions, oneOf, wrongType } from '../../check/options.js';
import type { Requirement } from '../../netlink/requirement.js';
import type { Codec } from '../../wire/codec.js';
import { bytes, u16 } from '../../wire/codec.js';
import type { Encap, EncapOptionsOf, EncapReadOf } from './encap.js';
import { ip, ip6 } from './ip.js';
import { mpls } from './mpls.js';
import { bpf, ioam6 } from './readable.js';
import { rpl } from './rpl.js';
import { seg6 } from './seg6.js';
import { seg6local } from './seg6local.js';
import { xfrm } from './xfrm.js';

/** Encapsulations that can be asked for. A new kind is a file beside this one and a line here. */
const ENCAPS = { ip, ip6, mpls, rpl, seg6, seg6local, xfrm } as const;
const READABLE = { ...ENCAPS, bpf, ioam6 } as const;

/** The kinds of encapsulation that a route can be given, by their names in `ip route add ... encap`. */
export type EncapKind = keyof typeof ENCAPS;

/** What a route is to put around its packets: `encap` of `ip route`. */
export type EncapOptions = { [K in EncapKind]: EncapOptionsOf<K, (typeof ENCAPS)[K]> }[EncapKind];

/** An encapsulation that is read; one that is not known keeps its number and its bytes. */
export type RouteEncap =
  | { [K in keyof typeof READABLE]: EncapReadOf<K, (typeof READABLE)[K]> }[keyof typeof READABLE]
  | { readonly kind: number; readonly raw: Uint8Array };

export const encapKinds = Object.keys(ENCAPS);

const kindName = oneOf(...encapKinds);

export const encapCheck: Check = (field, value) => {
  if (typeof value !== 'object' || value === null) throw wrongType(field, value, 'an object');
  const { kind } = value as { kind?: unknown };
  kindName(`${field}.kind`, kind);
  const encap: Encap = ENCAPS[kind as EncapKind];
  checkOptions(
    field,
    value as object,
    { kind: kindName, ...encap.table.checks.create } as never,
    [...encap.required] as never[],
    `${field}.`,
  );
};

/** What the kernel has to be built with for them. */
export function encapNeeds(
  ...options: readonly (EncapOptions | undefined)[]
): readonly (Requirement | undefined)[] {
  return options.map((encap) => encap && ENCAPS[encap.kind].needs);
}

/** RTA_ENCAP_TYPE, which stands behind RTA_ENCAP, as the kernel puts them: read as they come. */
export const encapType: Codec<number, EncapOptions> = {
  size: 2,
  write: (writer, { kind }) => u16.write(writer, ENCAPS[kind].type),
  read: u16.read,
};

/** RTA_ENCAP: bytes until its type is known. */
export const encapBytes: Codec<Uint8Array, EncapOptions> & { nested: true } = {
  ...bytes,
  nested: true,
  skip: 0,
  entry: () => undefined,
  write: (writer, { kind, ...options }) => ENCAPS[kind].table.attributes.write(writer, options as never),
} as Codec<Uint8Array, EncapOptions> & { nested: true };

const byType = new Map(
  Object.entries(READABLE).map(([kind, { type, table }]) => [type, { kind, attributes: table.attributes }]),
);

export function readEncap(type: number | undefined, data: Uint8Array | undefined): RouteEncap | undefined {
  if (type === undefined || type === 0) return undefined;
  const encap = byType.get(type);
  const raw = data ?? new Uint8Array();
  if (encap === undefined) return { kind: type, raw };
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return { kind: encap.kind, ...(encap.attributes.read(view, 0, raw.length) as object) } as RouteEncap;
}
