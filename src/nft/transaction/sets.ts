import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { SetFinder } from '../compile/sets.js';
import { finderIn } from '../delinearize/set_kind.js';
import { dump } from './dump.js';

/**
 * Does `work` with what is known of the sets in the kernel. They are asked for only if `work` wants to know one that
 * its input does not declare: then it is begun again.
 */
export async function withSets<T>(
  socket: NativeNetlinkSocket,
  work: (find: SetFinder) => Promise<T>,
): Promise<T> {
  const asked = new Error('the sets in the kernel are not known yet');
  try {
    return await work(() => {
      throw asked;
    });
  } catch (error) {
    if (error !== asked) throw error;
  }
  const { sets } = await dump(socket, ['set']);
  return work(finderIn(sets));
}
