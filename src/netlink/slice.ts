import type { Body } from '../wire/message.js';
import { Batch } from './batch.js';
import type { Request } from './request.js';

/** Some of very many requests, which share how they are answered. */
export class Slice {
  readonly batch = new Batch();
  size = 0;
  /** Resolves when all are answered. */
  readonly answered: Promise<void>;
  #left = 0;
  #done = () => {};
  readonly #refused: (error: Error, position: number) => void;

  constructor(refused: (error: Error, position: number) => void) {
    this.#refused = refused;
    this.answered = new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  add<B extends Body>(request: Request<B>, position: number): void {
    this.batch.addOneOf(request, this.#succeed, this.#fail, position);
    this.size++;
    this.#left++;
  }

  readonly #succeed = (): void => {
    if (--this.#left === 0) this.#done();
  };

  readonly #fail = (error: Error, position: number): void => {
    this.#refused(error, position);
    this.#succeed();
  };
}
