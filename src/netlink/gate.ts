/** Whether something that is waited for has come about yet. */
export class Gate {
  /** Resolves when it is decided, either way. */
  readonly passed: Promise<void>;
  open = false;
  /** Why it has not come about. */
  error: Error | undefined;

  constructor(event: PromiseLike<unknown>) {
    this.passed = this.#follow(event);
  }

  async #follow(event: PromiseLike<unknown>): Promise<void> {
    try {
      await event;
    } catch (error) {
      this.error = error as Error;
    }
    this.open = true;
  }
}
