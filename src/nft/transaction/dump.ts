import { constants } from 'node:os';
import { SystemError } from '../../error/system_error.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { KernelRuleset } from '../kernel.js';
import { ObjectReader } from './read.js';
import { type Dumped, Messages, type ObjectFilter } from './write.js';

export const WITHOUT_NF_TABLES = 'this kernel has no nftables (CONFIG_NF_TABLES, module nf_tables)';

/** Objects of these kinds, as of one moment. `family`: NFPROTO_*, 0 for all. */
export async function dump(
  socket: NativeNetlinkSocket,
  kinds: readonly Dumped[],
  family = 0,
): Promise<KernelRuleset> {
  const messages = new Messages();
  for (const kind of kinds) messages.dump(kind, family);
  try {
    return await receive(socket, messages.finish());
  } catch (error) {
    throw explain(error);
  }
}

/** Tables, and some objects as they were before their counts were set back. */
export async function resetObjects(
  socket: NativeNetlinkSocket,
  filter: ObjectFilter,
): Promise<KernelRuleset> {
  const messages = new Messages();
  messages.dump('table', filter.family);
  messages.reset(filter);
  try {
    return await receive(socket, messages.finish());
  } catch (error) {
    if (!(error instanceof SystemError) || error.errno !== constants.errno.ENOENT) throw error;
    throw new SystemError(error.errno, error.operation, error.subject, 'there is no such object');
  }
}

/** A ruleset that changes while it is listed is asked for again this often. */
const ATTEMPTS = 16;

/** What requests bring, all of it as of one moment. */
async function receive(socket: NativeNetlinkSocket, requests: Uint8Array): Promise<KernelRuleset> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await receiveOnce(socket, requests);
    } catch (error) {
      const changed = error instanceof SystemError && error.errno === constants.errno.EINTR;
      if (!changed || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Each part is read while the next one is under way. */
async function receiveOnce(socket: NativeNetlinkSocket, requests: Uint8Array): Promise<KernelRuleset> {
  const native = socket.nftDump(requests);
  const reader = new ObjectReader();
  try {
    for (let part = await native.next(); part.byteLength > 0; ) {
      const next = native.next();
      reader.read(part);
      part = await next;
    }
  } finally {
    native.close();
  }
  return reader.objects;
}

/** nfnetlink knows no such subsystem, and can only say that the request is invalid. */
function explain(error: unknown): unknown {
  const { EINVAL, EOPNOTSUPP } = constants.errno;
  if (!(error instanceof SystemError) || ![EINVAL, EOPNOTSUPP].includes(error.errno)) return error;
  return new SystemError(error.errno, error.operation, error.subject, WITHOUT_NF_TABLES);
}
