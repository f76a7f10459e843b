/** What the kernel lists of a namespace, as the messages that it lists it with: to be compared, and to be sent again. */

import { IFA_CACHEINFO, IFA_F_TENTATIVE, IFA_FLAGS } from '../../uapi/if_addr.js';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../uapi/netlink.js';
import {
  RTA_CACHEINFO,
  RTA_ENCAP,
  RTA_ENCAP_TYPE,
  RTA_GATEWAY,
  RTA_MULTIPATH,
  RTA_NH_ID,
  RTA_OIF,
  RTA_VIA,
  RTM_GETADDR,
  RTM_GETNEXTHOP,
  RTM_GETROUTE,
  RTM_GETRULE,
  RTM_NEWADDR,
  RTM_NEWNEXTHOP,
  RTM_NEWROUTE,
  RTM_NEWRULE,
  RTNH_F_ONLINK,
} from '../../uapi/rtnetlink.js';
import { type Attributes, eachAttribute, NLA_HEADER } from '../../wire/attributes.js';
import { bytes, type Codec } from '../../wire/codec.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';
import type { Body } from '../../wire/message.js';
import { struct } from '../../wire/struct.js';
import type { Writer } from '../../wire/writer.js';
import type { Collections } from './inverse.js';

/** One object as it is listed. */
export interface Listed {
  readonly header: Uint8Array;
  readonly attributes: Uint8Array;
}

export interface Table {
  readonly get: number;
  readonly make: number;
  /** NLM_F_*, to put one back. */
  readonly flags: number;
  readonly header: number;
  /** Counts time, so that it is never the same. */
  readonly clock?: number;
  /** Leaves out what changes by itself. */
  readonly steady?: (listed: Listed) => Listed;
  /** What can be written, where that is not what is read. */
  readonly writable?: (listed: Listed) => Listed;
}

export const ADDRESSES: Table = {
  get: RTM_GETADDR,
  make: RTM_NEWADDR,
  flags: NLM_F_CREATE | NLM_F_REPLACE,
  header: 8,
  clock: IFA_CACHEINFO,
  steady: withoutTentative,
};

export const ROUTES: Table = {
  get: RTM_GETROUTE,
  make: RTM_NEWROUTE,
  flags: NLM_F_CREATE | NLM_F_APPEND,
  header: 12,
  clock: RTA_CACHEINFO,
  writable: byObject,
};

export const RULES: Table = {
  get: RTM_GETRULE,
  make: RTM_NEWRULE,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  header: 12,
};

export const NEXTHOPS: Table = {
  get: RTM_GETNEXTHOP,
  make: RTM_NEWNEXTHOP,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  header: 8,
  writable: withoutKernelsOwn,
};

/** Those of a table that took another's place: it is taken back in one step. */
export const replaced = (table: Table): Table => ({ ...table, flags: NLM_F_CREATE | NLM_F_REPLACE });

/** Of a table: what stands for one with the same bytes. */
export async function listed(on: Collections, table: Table): Promise<Map<string, Listed>> {
  const { get, header: size, clock, steady = (one: Listed) => one } = table;
  const found = await on.netlink.dump({ type: get, body: verbatim(size) });
  return new Map(
    found.map(({ header = new Uint8Array(), attributes = new Uint8Array() }) => {
      const one = { header, attributes };
      const { header: head, attributes: rest } = steady(one);
      return [`${text(head, 0, head.length)} ${identity(rest, clock)}`, one];
    }),
  );
}

/** Messages as they are: a header of so many bytes, and all behind it. */
export function verbatim(size: number) {
  const header: Codec<Uint8Array> = { ...bytes, size };
  const rest = {
    ...bytes,
    nested: true,
    skip: 0,
    entry: () => undefined,
    write: (writer: Writer, { attributes }: { attributes?: Uint8Array }) => {
      if (attributes) bytes.write(writer, attributes);
    },
    readInto: (into: object, view: DataView, start: number, end: number) =>
      Object.assign(into, { attributes: bytes.read(view, start, end) }),
  } as unknown as Attributes<{ readonly attributes: readonly [1, Codec<Uint8Array>] }>;
  return { header: struct({ header }), attributes: rest } satisfies Body;
}

const viewOf = (data: Uint8Array) => new DataView(data.buffer, data.byteOffset, data.byteLength);

const text = (data: Uint8Array, start: number, end: number) =>
  Buffer.from(data.buffer, data.byteOffset + start, end - start).toString('latin1');

function identity(data: Uint8Array, clock: number | undefined): string {
  if (clock === undefined) return text(data, 0, data.length);
  const parts: string[] = [];
  eachAttribute(viewOf(data), 0, data.length, (type, from, to) => {
    if (type !== clock) parts.push(text(data, from - NLA_HEADER, to));
  });
  return parts.join('');
}

/** Duplicate address detection ends when it ends: the flag is in `struct ifaddrmsg`, and in an attribute. */
function withoutTentative({ header, attributes }: Listed): Listed {
  const head = Uint8Array.from(header);
  const rest = Uint8Array.from(attributes);
  const view = viewOf(rest);
  head[2] = (head[2] ?? 0) & ~IFA_F_TENTATIVE;
  eachAttribute(view, 0, rest.length, (type, from) => {
    if (type === IFA_FLAGS)
      view.setUint32(from, view.getUint32(from, LITTLE_ENDIAN) & ~IFA_F_TENTATIVE, LITTLE_ENDIAN);
  });
  return { header: head, attributes: rest };
}

/** `struct nhmsg`: the scope is for the kernel to say, and so are all flags but one. */
function withoutKernelsOwn({ header, attributes }: Listed): Listed {
  const written = Uint8Array.from(header);
  const view = viewOf(written);
  view.setUint8(1, 0);
  view.setUint32(4, view.getUint32(4, LITTLE_ENDIAN) & RTNH_F_ONLINK, LITTLE_ENDIAN);
  return { header: written, attributes };
}

/** What a next hop object is, which the kernel tells beside its number, and takes but one of both. */
const HOPS = new Set([RTA_OIF, RTA_GATEWAY, RTA_VIA, RTA_MULTIPATH, RTA_ENCAP, RTA_ENCAP_TYPE]);

function byObject({ header, attributes }: Listed): Listed {
  const parts: { type: number; bytes: Uint8Array }[] = [];
  eachAttribute(viewOf(attributes), 0, attributes.length, (type, from, to) => {
    parts.push({ type, bytes: attributes.subarray(from - NLA_HEADER, (to + 3) & ~3) });
  });
  if (!parts.some(({ type }) => type === RTA_NH_ID)) return { header, attributes };
  const kept = parts.filter(({ type }) => !HOPS.has(type)).map(({ bytes }) => bytes);
  return { header, attributes: Buffer.concat(kept) };
}
