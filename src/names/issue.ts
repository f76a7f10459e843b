import type { Channel } from '../netlink/channel.js';
import type { Request } from '../netlink/request.js';
import type { Body, Decoded } from '../wire/message.js';
import { UnknownName } from './name_table.js';

/**
 * Issues the request that `describe` gives. If that meets a name which is not known, the files of names are read and it
 * is described once more; the request keeps its place in the order all the same.
 */
export function issue<B extends Body, T = Decoded<B>>(
  channel: Channel,
  describe: () => Request<B>,
  convert?: (message: Decoded<B>) => T,
): Promise<T[]> {
  let request: Request<B>;
  try {
    request = describe();
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    return channel.requestLater(again(describe, error), convert);
  }
  return channel.request(request, convert);
}

/** Reads one table after the other, each at most once: a name that is unknown after that is unknown. */
async function again<T>(describe: () => T, first: UnknownName): Promise<T> {
  const read = new Set([first.table]);
  await first.table.read();
  for (;;) {
    try {
      return describe();
    } catch (error) {
      if (!(error instanceof UnknownName) || read.has(error.table)) throw error;
      read.add(error.table);
      await error.table.read();
    }
  }
}
