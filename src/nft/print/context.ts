import type { Family } from '../ast.js';
import type { TextStyle } from '../datatype/datatype.js';
import type { Names } from '../names/names.js';

/** How a listing is wanted, and what it is of. */
export interface PrintContext {
  /** The family of the table at hand. */
  readonly family: Family;
  readonly names: Names;
  readonly style: TextStyle;
  /** Whether it is compared with `exists` or `missing`. */
  readonly existence?: boolean;
}
