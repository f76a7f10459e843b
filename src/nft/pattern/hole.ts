import type { Expression } from '../ast.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import { constantToAst } from '../delinearize/ast.js';
import { asKind, rawConstant } from '../delinearize/constant.js';
import type { Names } from '../names/names.js';

/** Stands in the AST of a rule for data of its instructions of which nothing but these bytes' own listing depends. */
export class Hole {
  readonly data: Uint8Array;
  readonly type: Datatype;
  readonly order: Order;

  constructor(data: Uint8Array, type: Datatype, order: Order) {
    this.data = data;
    this.type = type;
    this.order = order;
  }

  /** How other data at its place are listed. */
  list(data: Uint8Array, names: Names): Expression {
    return constantToAst(asKind(rawConstant(data), this), names);
  }
}
