import { NFT_REG_VERDICT } from '../../uapi/nf_tables.js';
import type { SetUse } from '../set/definition.js';
import type { Term } from '../term.js';
import type { Instructions } from './registers.js';
import { loadTerm } from './term.js';

/** Adds the look-up of a key whose data go into a register; a verdict is carried out at once. */
export function lookUp(key: Term, set: SetUse, dreg: number, instructions: Instructions): void {
  const own = dreg === NFT_REG_VERDICT;
  // The data take the place of the key.
  const sreg = own ? instructions.allocateFor(key) : dreg;
  loadTerm(key, sreg, instructions);
  instructions.add({ name: 'lookup', sreg, dreg, ...setReference(set) });
  if (own) instructions.release();
}

/** The set, as instructions name it. */
export function setReference({ name, id }: SetUse): { readonly set: string; readonly setId?: number } {
  return id === undefined ? { set: name } : { set: name, setId: id };
}
