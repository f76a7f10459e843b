import { NetlinkError } from '../../error/netlink_error.js';
import type { Neighbour } from '../../neighbour/neighbour.js';
import type { NeighbourFilter, NeighbourId, NeighbourOptions } from '../../neighbour/neighbours.js';
import type { NeighbourTableOptions } from '../../neighbour/tables.js';
import type { Collections, Inverse } from './inverse.js';

const idOf = ({ link, address, proxy = false }: NeighbourId): NeighbourId => ({ link, address, proxy });

/** What is known of a neighbour, if anything is. */
async function known(on: Collections, id: NeighbourId): Promise<Neighbour | undefined> {
  try {
    return await on.neighbours.get(idOf(id));
  } catch (error) {
    if (error instanceof NetlinkError && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What one is as it is said; `undefined` if the kernel was only looking for it. */
function optionsOf(neighbour: Neighbour): NeighbourOptions | undefined {
  const { link, address, lladdr, state, flags, protocol } = neighbour;
  const proxy = flags.includes('proxy');
  if ((lladdr === undefined && !proxy) || typeof state === 'number') return undefined;
  return {
    link,
    address,
    proxy,
    router: flags.includes('router'),
    externLearn: flags.includes('externLearn'),
    managed: flags.includes('managed'),
    externValid: flags.includes('externValid'),
    ...(proxy ? {} : { state }),
    ...(lladdr === undefined ? {} : { lladdr }),
    ...(protocol === undefined ? {} : { protocol }),
  };
}

async function putBack(on: Collections, neighbour: Neighbour): Promise<void> {
  const options = optionsOf(neighbour);
  if (options) await on.neighbours.replace(options);
}

/** Undone by saying again what was known; of one that was not, by forgetting it. */
export function neighbourBack<Args extends readonly [NeighbourId]>(): Inverse<Args> {
  return async (on, [id], issue) => {
    const before = await known(on, id);
    await issue();
    if (before) return () => putBack(on, before);
    return async () => {
      if (await known(on, id)) await on.neighbours.delete(idOf(id));
    };
  };
}

/** Undone by saying again what was known of those that were forgotten. */
export function neighboursBack(): Inverse<[NeighbourFilter]> {
  return async (on, [filter], issue) => {
    const before = await on.neighbours.list(filter);
    await issue();
    return async () => {
      const there = new Set(
        (await on.neighbours.list(filter)).map(({ link, address }) => `${link} ${address}`),
      );
      const gone = before.filter(({ link, address }) => !there.has(`${link} ${address}`));
      await Promise.all(gone.map((neighbour) => putBack(on, neighbour)));
    };
  };
}

/** Undone by setting the same settings to what they were. */
export const tableBack: Inverse<[NeighbourTableOptions]> = async (on, [options], issue) => {
  const { name, link, ...settings } = options;
  const [tables] = await Promise.all([
    on.neighbours.tables.list({ name, ...(link !== undefined && { link }) }),
    issue(),
  ]);
  const before = tables.find((table) => link !== undefined || table.link === undefined);
  return async () => {
    const values = Object.keys(settings).map((setting) => [
      setting,
      before?.[setting as keyof typeof before],
    ]);
    const id = { name, ...(link !== undefined && { link }) };
    await on.neighbours.tables.set({ ...id, ...Object.fromEntries(values) });
  };
};
