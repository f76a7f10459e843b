/** A handle was used after its `close()`. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';
  readonly code = 'ERR_CLOSED';

  /** @param what The handle, as in `namespace "lan"`. */
  constructor(what: string) {
    super(`${what} is closed`);
  }
}
