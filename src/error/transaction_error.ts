/** A step of a transaction that could not be undone, and why. */
export interface LeftStep {
  /** As in `routes.add 192.0.2.0/24`. */
  readonly step: string;
  readonly error: Error;
}

/** A transaction failed, and what it had done was undone; `cause` is the error of the step that failed. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code = 'ERR_TRANSACTION';
  /** The step that failed, as in `routes.add 192.0.2.0/24`; `undefined` if it was the function itself. */
  readonly failed: string | undefined;
  /** What was undone, in the order in which it was: the last first. */
  readonly undone: readonly string[];
  /** What is still as the transaction left it. */
  readonly left: readonly LeftStep[];

  /** @internal */
  constructor(
    cause: unknown,
    failed: string | undefined,
    undone: readonly string[],
    left: readonly LeftStep[],
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const undoing = undone.length === 0 ? 'nothing was to be undone' : `undone: ${undone.join(', ')}`;
    const rest = left.map(({ step, error }) => `; NOT undone: ${step} (${error.message})`).join('');
    super(`${failed ?? 'the transaction'} failed: ${reason}; ${undoing}${rest}`, { cause });
    this.failed = failed;
    this.undone = undone;
    this.left = left;
  }
}
