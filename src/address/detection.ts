import { constants } from 'node:os';
import { ClosedError } from '../error/closed_error.js';
import { SystemError } from '../error/system_error.js';
import type { Address } from './address.js';

/** What is told of addresses: all of them to begin with, or after a loss; then one at a time. */
export type AddressNews =
  | { readonly kind: 'snapshot' | 'resync'; readonly addresses: readonly Address[] }
  | { readonly kind: 'address'; readonly action: string; readonly address: Address };

/** Tells of the addresses of a namespace, until nobody listens or it is closed. */
export type WatchAddresses = (signal: AbortSignal | undefined) => AsyncIterable<AddressNews>;

/** How long to wait. */
export interface SettledOptions {
  /** Ends it: it then fails with the signal's reason, an AbortError. */
  readonly signal?: AbortSignal;
  /** Milliseconds. Default: as long as it takes, which is for ever while the link is down. */
  readonly timeout?: number;
}

const WHAT = 'duplicate address detection';

/** Addresses that may turn out to be somebody else's. */
class Detection {
  readonly #tentative = new Map<string, Address>();
  readonly #wanted: (address: Address) => boolean;
  readonly #subject: string;
  readonly #hasToBe: boolean;

  constructor(wanted: (address: Address) => boolean, subject: string, hasToBe: boolean) {
    this.#wanted = wanted;
    this.#subject = subject;
    this.#hasToBe = hasToBe;
  }

  /** Whether it has ended. */
  take(news: AddressNews): boolean {
    if (news.kind === 'address') this.#note(news.address, news.action === 'delete');
    else this.#begin(news.addresses.filter(this.#wanted));
    return this.#tentative.size === 0;
  }

  #begin(found: readonly Address[]): void {
    if (this.#hasToBe && found.length === 0) this.#fail('EADDRNOTAVAIL', this.#subject, 'no link has it');
    this.#tentative.clear();
    for (const address of found) this.#note(address, false);
  }

  #note(address: Address, gone: boolean): void {
    if (!this.#wanted(address)) return;
    const { flags, link } = address;
    const key = `${link} ${address.address}`;
    if (flags.includes('dadfailed'))
      this.#fail('EADDRINUSE', address.address, 'somebody else on the link has it (dadfailed)');
    if (gone && this.#tentative.has(key))
      this.#fail('EADDRNOTAVAIL', address.address, 'it was taken away meanwhile');
    if (flags.includes('tentative') && !gone) this.#tentative.set(key, address);
    else this.#tentative.delete(key);
  }

  #fail(code: 'EADDRNOTAVAIL' | 'EADDRINUSE', subject: string, detail: string): never {
    throw new SystemError(constants.errno[code], WHAT, subject, detail);
  }
}

/** Resolves when none of the addresses that are wanted is tentative. */
export async function detectionEnds(
  watch: WatchAddresses,
  wanted: (address: Address) => boolean,
  subject: string,
  hasToBe: boolean,
  { signal, timeout }: SettledOptions,
): Promise<void> {
  const detection = new Detection(wanted, subject, hasToBe);
  const timer = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
  const signals = [signal, timer].filter((each) => each !== undefined);
  try {
    for await (const news of watch(signals.length > 0 ? AbortSignal.any(signals) : undefined))
      if (detection.take(news)) return;
  } catch (error) {
    if (timer === undefined || error !== timer.reason) throw error;
    throw new SystemError(constants.errno.ETIMEDOUT, WHAT, subject, `it goes on after ${timeout} ms`);
  }
  throw new ClosedError('the namespace');
}
