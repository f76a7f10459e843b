/**
 * What a verb takes away is what is listed before it and not after it; it comes back as the messages that the kernel
 * listed it with, sent again: so `ip route save` and `restore` do it, and nothing of it gets lost on the way.
 */

import { IFA_CACHEINFO } from '../../uapi/if_addr.js';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_REPLACE } from '../../uapi/netlink.js';
import { RTA_CACHEINFO, RTM_GETADDR, RTM_GETROUTE, RTM_NEWADDR, RTM_NEWROUTE } from '../../uapi/rtnetlink.js';
import { type Attributes, eachAttribute, NLA_HEADER } from '../../wire/attributes.js';
import { bytes, type Codec } from '../../wire/codec.js';
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
  readonly clock: number;
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

/** Undone by putting back what has gone of these tables; if nothing has, by what `otherwise` does. */
function restoring<Args extends readonly unknown[]>(
  tables: readonly Table[],
  otherwise: Otherwise<Args> = async () => {},
): Inverse<Args> {
  return async (on, args, issue): Promise<Undo> => {
    // All in one batch, in this order.
    const before = tables.map((table) => list(on, table));
    const done = issue();
    const after = tables.map((table) => list(on, table));
    const [befores, afters] = await Promise.all([Promise.all(before), Promise.all(after), done]);
    const requests = tables.flatMap(({ make, flags, header }, i) => {
      const lost = [...(befores[i] ?? [])].filter(([key]) => !afters[i]?.has(key));
      return lost.map(([, message]) => ({ type: make, flags, body: verbatim(header), message }));
    });
    if (requests.length === 0) return () => otherwise(on, ...args);
    return async () => {
      for (const { message, ...request } of requests) {
        const { header, attributes } = message as { header: Uint8Array; attributes: Uint8Array };
        await ignoring(
          'EEXIST',
          on.netlink.request({ ...request, header: { header }, attributes: { attributes } }),
        );
      }
    };
  };
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
