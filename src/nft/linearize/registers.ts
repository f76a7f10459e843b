import { NFT_REG_1, NFT_REG32_00 } from '../../uapi/nf_tables.js';
import type { KnownExpression } from '../expr/index.js';

/** Registers are handed out in steps of 32 bits; most things take a whole one of 128. */
const SLOTS = 16;
const WHOLE = 4;

/** The instructions of a statement as they are made, and the registers in use meanwhile. */
export class Instructions {
  readonly list: KnownExpression[] = [];
  #used = 0;

  add(expression: KnownExpression): void {
    this.list.push(expression);
  }

  /** A register of 128 bits, until {@link release}. */
  allocate(): number {
    if (this.#used + WHOLE > SLOTS) throw new RangeError('a statement needs more registers than there are');
    const register = registerNumber(this.#used);
    this.#used += WHOLE;
    return register;
  }

  release(): void {
    this.#used -= WHOLE;
  }
}

/** The kernel's number for a slot: the older numbers of whole registers where they fit. */
function registerNumber(slot: number): number {
  return slot % WHOLE === 0 ? NFT_REG_1 + slot / WHOLE : NFT_REG32_00 + slot;
}
