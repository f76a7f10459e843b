/** Some of many requests that were issued together were refused; all others have been carried out. */
export class BatchError extends AggregateError {
  override readonly name = 'BatchError';
  readonly code = 'ERR_BATCH';
  /** Positions of the refused among those that were issued, from 0; in the order of {@link errors}. */
  readonly positions: readonly number[];

  /** @internal */
  constructor(what: string, errors: readonly Error[], positions: readonly number[], count: number) {
    const first = `the first is number ${positions[0]}: ${errors[0]?.message}`;
    super(errors, `${what}: ${errors.length} of ${count} refused; ${first}`);
    this.positions = positions;
  }
}
