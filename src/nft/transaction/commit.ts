import { constants } from 'node:os';
import { NetlinkError } from '../../error/netlink_error.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { Plan } from '../compile.js';
import { chainsWithIndexes, resolveIndexes } from '../position.js';
import { dump, WITHOUT_NF_TABLES } from './dump.js';
import { readFailures, toNftError } from './failure.js';
import { type Change, Messages } from './write.js';

/** ERESTART, of `<linux/errno.h>`: the ruleset has changed between two looks of the kernel at it. */
const ERESTART = 85;

const ATTEMPTS = 8;

/**
 * Applies the changes of a plan, all or none.
 *
 * @throws NftError with code ERR_NFT_KERNEL, its cause being the kernel's NetlinkError.
 */
export async function commit(socket: NativeNetlinkSocket, plan: Plan): Promise<void> {
  const changes = (await withPositions(socket, plan)).filter(
    (operation): operation is Change => operation.op !== 'list',
  );
  if (changes.length === 0) return;
  const messages = new Messages();
  for (const change of changes) messages.change(change);

  for (let attempt = 1; ; attempt++) {
    const failures = readFailures(await socket.nftCommit(messages.finish()));
    const [first] = failures;
    if (first === undefined) return;
    if (first.errno === ERESTART && attempt < ATTEMPTS) continue;
    // The kernel goes through all messages: the first that it names is the one to look at.
    const blamed = failures.find(({ message }) => message !== undefined);
    const operation = changes[blamed?.message ?? -1];
    if (blamed && operation) throw toNftError(plan, operation, blamed);
    const absent = first.errno === constants.errno.EOPNOTSUPP;
    const extack = first.extack ?? (absent ? WITHOUT_NF_TABLES : undefined);
    throw new NetlinkError({ errno: first.errno, operation: 'NFNL_MSG_BATCH_BEGIN', extack });
  }
}

async function withPositions(socket: NativeNetlinkSocket, plan: Plan) {
  const chains = chainsWithIndexes(plan.operations);
  if (chains.length === 0) return plan.operations;
  const { rules } = await dump(socket, ['rule']);
  return resolveIndexes(plan, ({ family, table, chain }) =>
    rules
      .filter((rule) => rule.family === family && rule.table === table && rule.chain === chain)
      .map(({ handle }) => handle),
  );
}
