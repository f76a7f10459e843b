import { constants } from 'node:os';
import { SystemError } from '../../error/system_error.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { KernelRuleset } from '../kernel.js';
import type { Query } from '../operation.js';
import { ObjectReader } from './read.js';
import { type Dumped, Messages } from './write.js';

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
    return await receiveAll(socket, messages.finish());
  } catch (error) {
    throw explain(error);
  }
}

/** What a query asks for, put by `ask`. */
export async function receive(
  socket: NativeNetlinkSocket,
  query: Query,
  ask: (messages: Messages) => void,
): Promise<KernelRuleset> {
  const messages = new Messages();
  ask(messages);
  try {
    return await receiveAll(socket, messages.finish());
  } catch (error) {
    throw explainQuery(error, query);
  }
}

/** A set and its elements as the kernel's messages, which an {@link ObjectReader} reads. */
export async function dumpSet(
  socket: NativeNetlinkSocket,
  family: number,
  table: string,
  name: string,
): Promise<ArrayBuffer[]> {
  const messages = new Messages();
  messages.set({ family, table, name });
  messages.elements({ family, table, name }, false);
  try {
    return await retried(() => receiveParts(socket, messages.finish()));
  } catch (error) {
    if (!(error instanceof SystemError) || error.errno !== constants.errno.ENOENT) throw explain(error);
    throw new SystemError(error.errno, error.operation, `${table} ${name}`, 'there is no such set');
  }
}

/** A ruleset that changes while it is listed is asked for again this often. */
const ATTEMPTS = 16;

/** What requests bring, all of it as of one moment. */
function receiveAll(socket: NativeNetlinkSocket, requests: Uint8Array): Promise<KernelRuleset> {
  return retried(async () => {
    const reader = new ObjectReader();
    for await (const part of partsOf(socket, requests)) reader.read(part);
    return reader.objects;
  });
}

/** The same, unread. */
async function receiveParts(socket: NativeNetlinkSocket, requests: Uint8Array): Promise<ArrayBuffer[]> {
  const parts: ArrayBuffer[] = [];
  for await (const part of partsOf(socket, requests)) parts.push(part);
  return parts;
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const changed = error instanceof SystemError && error.errno === constants.errno.EINTR;
      if (!changed || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Each part is read while the next one is under way. */
async function* partsOf(
  socket: NativeNetlinkSocket,
  requests: Uint8Array,
): AsyncGenerator<ArrayBuffer, void> {
  const native = socket.nftDump(requests);
  try {
    for (let part = await native.next(); part.byteLength > 0; ) {
      const next = native.next();
      // Whoever stops before it has come is not told of its failure.
      next.catch(() => {});
      yield part;
      part = await next;
    }
  } finally {
    native.close();
  }
}

/** nfnetlink knows no such subsystem, and can only say that the request is invalid. */
function explain(error: unknown): unknown {
  const { EINVAL, EOPNOTSUPP } = constants.errno;
  if (!(error instanceof SystemError) || ![EINVAL, EOPNOTSUPP].includes(error.errno)) return error;
  return new SystemError(error.errno, error.operation, error.subject, WITHOUT_NF_TABLES);
}

/** Since when the kernel sets back what a query asks for. */
const RESET_SINCE: Readonly<Partial<Record<Query['what'], string>>> = {
  rule: 'Linux 6.2',
  rules: 'Linux 6.2',
  set: 'Linux 6.5',
  map: 'Linux 6.5',
  elements: 'Linux 6.5',
};

function explainQuery(error: unknown, { what, reset = false }: Query): unknown {
  if (!(error instanceof SystemError)) return error;
  const { ENOENT, EINVAL, EOPNOTSUPP } = constants.errno;
  const since = reset ? RESET_SINCE[what] : undefined;
  if (error.errno === EINVAL && since !== undefined)
    return new SystemError(EOPNOTSUPP, error.operation, '', `this kernel cannot set it back; ${since} can`);
  if (error.errno !== ENOENT) return explain(error);
  const named = what === 'elements' ? 'set, or no such element' : what;
  return new SystemError(ENOENT, error.operation, '', `there is no such table or ${named}`);
}
