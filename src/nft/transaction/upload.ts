import type { NativeNetlinkSocket, NativeNftTransaction } from '../../native/addon.js';
import type { Operation, QueryOperation } from '../operation.js';
import { Pace } from './pace.js';
import { Messages } from './write.js';

/** A transaction that has everything but its last requests; whoever has it closes it. */
export interface Upload {
  readonly transaction: NativeNftTransaction;
  readonly rest: Uint8Array;
  /** How many messages it has. */
  readonly length: number;
  /** What the operations ask for, beside changes. */
  readonly queries: readonly QueryOperation[];
}

/**
 * Writes operations as they come from `steps`, and has them encoded meanwhile on another thread. It takes only slices of
 * the event loop's time, however long it takes. With `echo` the kernel will say what it has made of them.
 */
export async function upload(
  socket: NativeNetlinkSocket,
  steps: (add: (operation: Operation) => void) => Iterator<void>,
  echo: boolean,
): Promise<Upload> {
  const transaction = socket.nftTransaction();
  const messages = new Messages(echo);
  const queries: QueryOperation[] = [];
  let length = 0;
  const iterator = steps((operation) => {
    if (operation.op === 'list') {
      queries.push(operation);
      return;
    }
    messages.change(operation);
    length++;
  });
  try {
    await appendSlices(iterator, messages, transaction);
  } catch (error) {
    transaction.close();
    throw error;
  }
  return { transaction, rest: messages.take(), length, queries };
}

/** Goes through the steps, and hands over what a slice of time has brought. */
async function appendSlices(
  steps: Iterator<void>,
  messages: Messages,
  transaction: NativeNftTransaction,
): Promise<void> {
  let appended: Promise<void> | undefined;
  try {
    for (const pace = new Pace(); steps.next().done !== true; ) {
      if (!pace.over) continue;
      await appended;
      appended = transaction.append(messages.take());
      await pace.rest();
    }
  } finally {
    await appended;
  }
}
