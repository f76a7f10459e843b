/**
 * What a verb takes away is what is listed before it and not after it; it comes back as the messages that the kernel
 * listed it with, sent again: so `ip route save` and `restore` do it, and nothing of it gets lost on the way.
 */

import type { Collections, Inverse, Undo } from './inverse.js';
import { ADDRESSES, listed, NEXTHOPS, ROUTES, RULES, replaced, type Table, verbatim } from './tables.js';

type Otherwise<Args extends readonly unknown[]> = (on: Collections, ...args: Args) => Promise<unknown>;

const nothing = async () => {};

/** Undone by putting back what has gone of these tables; if things have only come, by what `otherwise` does. */
function restoring<Args extends readonly unknown[]>(
  tables: readonly Table[],
  otherwise: Otherwise<Args> = nothing,
): Inverse<Args> {
  return async (on, args, issue): Promise<Undo> => {
    const listAll = () => Promise.all(tables.map((table) => listed(on, table)));
    const befores = await listAll();
    await issue();
    const afters = await listAll();
    const lost = tables.flatMap((table, i) =>
      [...(befores[i] ?? [])].filter(([key]) => !afters[i]?.has(key)).map(([, one]) => ({ table, one })),
    );
    const made = afters.some((after, i) => [...after.keys()].some((key) => !befores[i]?.has(key)));
    if (lost.length === 0) return made ? () => otherwise(on, ...args) : nothing;
    return async () => {
      for (const { table, one } of lost) {
        const { make: type, flags, header: size, writable } = table;
        const { header, attributes } = writable?.(one) ?? one;
        const request = { type, flags, body: verbatim(size), header: { header }, attributes: { attributes } };
        await ignoring('EEXIST', on.netlink.request(request));
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

/** An address goes with others that depend on it, and with routes. */
export function addressesBack<Args extends readonly unknown[]>(otherwise?: Otherwise<Args>): Inverse<Args> {
  return restoring([ADDRESSES, ROUTES], otherwise);
}

export function routesBack<Args extends readonly unknown[]>(): Inverse<Args> {
  return restoring([ROUTES]);
}

/** Of a route that took the place of another, or of none. */
export function replacedRouteBack<Args extends readonly unknown[]>(
  otherwise?: Otherwise<Args>,
): Inverse<Args> {
  return restoring([replaced(ROUTES)], otherwise);
}

export function rulesBack<Args extends readonly unknown[]>(): Inverse<Args> {
  return restoring([RULES]);
}

/** A next hop goes with the routes that go by it. */
export function nexthopsBack<Args extends readonly unknown[]>(): Inverse<Args> {
  return restoring([NEXTHOPS, ROUTES]);
}

/** Of a next hop that took the place of another, which routes and groups then go by, or of none. */
export function replacedNexthopBack<Args extends readonly unknown[]>(
  otherwise?: Otherwise<Args>,
): Inverse<Args> {
  return restoring([replaced(NEXTHOPS)], otherwise);
}
