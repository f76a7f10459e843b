import { NFT_REG_1, NFT_REG32_00 } from '../../uapi/nf_tables.js';
import { fail } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import type { Term } from '../term.js';

/** Registers are handed out in steps of 32 bits; most things take a whole one of 128. */
const SLOTS = 16;
const WHOLE = 4;
export const SLOT_BITS = 32;

/** The instructions of a statement as they are made, and the registers in use meanwhile. */
export class Instructions {
  readonly list: KnownExpression[] = [];
  /** How many slots each register that is in use has. */
  readonly #taken: number[] = [];
  #used = 0;

  add(expression: KnownExpression): void {
    this.list.push(expression);
  }

  /** A register of 128 bits, until {@link release}. */
  allocate(): number {
    return this.#take(WHOLE);
  }

  /** A register that the term fits, until {@link release}: of a concatenation no more than it takes. */
  allocateFor(term: Term): number {
    return this.#take(term.kind === 'concat' ? term.bits / SLOT_BITS : WHOLE);
  }

  /** Registers side by side for so many slots, until {@link release}: whole ones, if as many slots as `more` are left. */
  allocateSlots(slots: number, more = 0): number {
    const whole = Math.ceil(slots / WHOLE) * WHOLE;
    return this.#take(this.#used + whole + more > SLOTS ? slots : whole);
  }

  /** Gives up the register that was allocated last. */
  release(): void {
    this.#used -= this.#taken.pop() ?? 0;
  }

  #take(slots: number): number {
    if (this.#used + slots > SLOTS) fail('this takes more registers than there are');
    const register = registerNumber(this.#used);
    this.#used += slots;
    this.#taken.push(slots);
    return register;
  }
}

/** The kernel's number for a slot: the older numbers of whole registers where they fit. */
function registerNumber(slot: number): number {
  return slot % WHOLE === 0 ? NFT_REG_1 + slot / WHOLE : NFT_REG32_00 + slot;
}

/** The slot that a register begins at. */
export function slotOf(register: number): number {
  return register < NFT_REG32_00 ? (register - NFT_REG_1) * WHOLE : register - NFT_REG32_00;
}

/** The register so many slots behind another. */
export function registerBehind(register: number, slots: number): number {
  return registerNumber(slotOf(register) + slots);
}
