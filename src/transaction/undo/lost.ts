/**
 * What a verb takes away is what is listed before it and not after it; it comes back as the messages that the kernel
 * listed it with, sent again: so `ip route save` and `restore` do it, and nothing of it gets lost on the way.
 */

import { IFA_CACHEINFO } from '../../uapi/if_addr.js';
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
import type { Collections, Inverse, Undo } from './inverse.js';

interface Table {
  readonly get: number;
  readonly make: number;
  /** NLM_F_*, to put one back. */
  readonly flags: number;
  readonly header: number;
  /** Counts time, so that it is never the same. */
  readonly clock: number | undefined;
  /** A header as it is written, where that is not what is read. */
  readonly writable?: (header: Uint8Array) => Uint8Array;
}

const ADDRESSES: Table = {
  get: RTM_GETADDR,
  make: RTM_NEWADDR,
  flags: NLM_F_CREATE | NLM_F_REPLACE,
  header: 8,
  clock: IFA_CACHEINFO,
};

const ROUTES: Table = {
  get: RTM_GETROUTE,
  make: RTM_NEWROUTE,
  flags: NLM_F_CREATE | NLM_F_APPEND,
  header: 12,
  clock: RTA_CACHEINFO,
};

const RULES: Table = {
  get: RTM_GETRULE,
  make: RTM_NEWRULE,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  header: 12,
  clock: undefined,
};

const NEXTHOPS: Table = {
  get: RTM_GETNEXTHOP,
  make: RTM_NEWNEXTHOP,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  header: 8,
  clock: undefined,
  writable: nexthopHeader,
};

/** `struct nhmsg`: the scope is for the kernel to say, and so are all flags but one. */
function nexthopHeader(header: Uint8Array): Uint8Array {
  const written = Uint8Array.from(header);
  const view = new DataView(written.buffer);
  view.setUint8(1, 0);
  view.setUint32(4, view.getUint32(4, LITTLE_ENDIAN) & RTNH_F_ONLINK, LITTLE_ENDIAN);
  return written;
}

/** Messages as they are: a header of so many bytes, and all behind it. */
function verbatim(size: number) {
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

/** Of every table: what stands for one with the same bytes. */
async function list(on: Collections, { get, header, clock }: Table): Promise<Map<string, object>> {
  const found = await on.netlink.dump({ type: get, body: verbatim(header) });
  return new Map(
    found.map((message) => {
      const { header = new Uint8Array(), attributes = new Uint8Array() } = message;
      return [`${identity(header)} ${identity(attributes, clock)}`, message];
    }),
  );
}

function identity(data: Uint8Array, clock?: number): string {
  const text = (start: number, end: number) =>
    Buffer.from(data.buffer, data.byteOffset + start, end - start).toString('latin1');
  if (clock === undefined) return text(0, data.length);
  const parts: string[] = [];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  eachAttribute(view, 0, data.length, (type, from, to) => {
    if (type !== clock) parts.push(text(from - NLA_HEADER, to));
  });
  return parts.join('');
}

const asItIs = (header: Uint8Array) => header;

/** Undone by putting back what has gone of these tables; if nothing has, by what `otherwise` does. */
function restoring<Args extends readonly unknown[]>(
  tables: readonly Table[],
  otherwise: Otherwise<Args> = async () => {},
): Inverse<Args> {
  return async (on, args, issue): Promise<Undo> => {
    const listAll = () => Promise.all(tables.map((table) => list(on, table)));
    const befores = await listAll();
    await issue();
    const afters = await listAll();
    const requests = tables.flatMap(({ make, flags, header, writable = asItIs }, i) => {
      const lost = [...(befores[i] ?? [])].filter(([key]) => !afters[i]?.has(key));
      return lost.map(([, message]) => ({ type: make, flags, body: verbatim(header), message, writable }));
    });
    if (requests.length === 0) return () => otherwise(on, ...args);
    return async () => {
      for (const { message, writable, ...request } of requests) {
        const { header, attributes } = message as { header: Uint8Array; attributes: Uint8Array };
        await ignoring(
          'EEXIST',
          on.netlink.request({
            ...request,
            header: { header: writable(header) },
            attributes: { attributes: request.type === RTM_NEWROUTE ? byObject(attributes) : attributes },
          }),
        );
      }
    };
  };
}

/** What a next hop object is, which the kernel tells beside its number, and takes but one of both. */
const HOPS = new Set([RTA_OIF, RTA_GATEWAY, RTA_VIA, RTA_MULTIPATH, RTA_ENCAP, RTA_ENCAP_TYPE]);

function byObject(attributes: Uint8Array): Uint8Array {
  const view = new DataView(attributes.buffer, attributes.byteOffset, attributes.byteLength);
  const parts: { type: number; bytes: Uint8Array }[] = [];
  eachAttribute(view, 0, attributes.length, (type, from, to) => {
    parts.push({ type, bytes: attributes.subarray(from - NLA_HEADER, (to + 3) & ~3) });
  });
  if (!parts.some(({ type }) => type === RTA_NH_ID)) return attributes;
  return Buffer.concat(parts.filter(({ type }) => !HOPS.has(type)).map(({ bytes }) => bytes));
}

/** A route that came back with its address need not be put back. */
async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if ((error as { code?: string }).code !== code) throw error;
  }
}

type Otherwise<Args extends readonly unknown[]> = (on: Collections, ...args: Args) => Promise<unknown>;

/** An address goes with others that depend on it, and with routes. */
export function addressesBack<Args extends readonly unknown[]>(otherwise?: Otherwise<Args>): Inverse<Args> {
  return restoring([ADDRESSES, ROUTES], otherwise);
}

export function routesBack<Args extends readonly unknown[]>(otherwise?: Otherwise<Args>): Inverse<Args> {
  return restoring([ROUTES], otherwise);
}

export function rulesBack<Args extends readonly unknown[]>(): Inverse<Args> {
  return restoring([RULES]);
}

/** A next hop goes with the routes that go by it. */
export function nexthopsBack<Args extends readonly unknown[]>(): Inverse<Args> {
  return restoring([NEXTHOPS, ROUTES]);
}
