import { constants } from 'node:os';
import { SystemError } from '../../error/system_error.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { ElementFinder } from '../compile/merging.js';
import type { SetFinder } from '../compile/sets.js';
import { finderIn } from '../delinearize/set_kind.js';
import type { ElementMessage } from '../operation.js';
import { dump, dumpSet } from './dump.js';
import { ObjectReader } from './read.js';

/** What is known of the sets in the kernel. */
export interface KnownSets {
  readonly sets: SetFinder;
  readonly elements: ElementFinder;
}

/** What is not known yet. */
class Unknown extends Error {
  readonly ask: () => Promise<void>;

  constructor(ask: () => Promise<void>) {
    super('this is not known yet');
    this.ask = ask;
  }
}

/**
 * Does `work` with what is known of the sets in the kernel. They are asked for only if `work` wants to know one that
 * its input does not declare, or its elements: then it is begun again.
 */
export async function withSets<T>(
  socket: NativeNetlinkSocket,
  work: (known: KnownSets) => Promise<T>,
): Promise<T> {
  let find: SetFinder = () => {
    throw new Unknown(async () => {
      const { sets } = await dump(socket, ['set']);
      find = finderIn(sets);
    });
  };
  const elements = new Map<string, readonly ElementMessage[]>();
  const known: KnownSets = {
    sets: Object.assign((...set: Parameters<SetFinder>) => find(...set), {
      names: (family: number, table: string) => find.names?.(family, table) ?? [],
    }),
    elements(...set) {
      const key = set.join(' ');
      const found = elements.get(key);
      if (found !== undefined) return found;
      throw new Unknown(async () => {
        elements.set(key, await elementsOf(socket, ...set));
      });
    },
  };
  for (;;) {
    try {
      return await work(known);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      await error.ask();
    }
  }
}

async function elementsOf(
  socket: NativeNetlinkSocket,
  family: number,
  table: string,
  name: string,
): Promise<readonly ElementMessage[]> {
  try {
    const reader = new ObjectReader();
    for (const part of await dumpSet(socket, family, table, name)) reader.read(part);
    return reader.takeElements();
  } catch (error) {
    // A set that is not there has no elements.
    if (error instanceof SystemError && error.errno === constants.errno.ENOENT) return [];
    throw error;
  }
}
