import type { Waiting } from './batch.js';

/** Whether something that is waited for has come about yet. */
export class Gate {
  /** The request that it is about, if it is one: what waits for that may travel with it. */
  readonly request: Waiting | undefined;
  /** Resolves when it is decided, either way. */
  readonly passed: Promise<void>;
  open = false;
  /** Why it has not come about. */
  error: Error | undefined;

  constructor(event: PromiseLike<unknown>, request?: Waiting) {
    this.request = request;
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
