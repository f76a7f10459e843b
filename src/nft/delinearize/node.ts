import type { MatchOperator, Statement } from '../ast.js';
import type { LowExpression } from '../expr/index.js';
import type { Term } from '../term.js';

/** A comparison that may still be joined with its neighbour, or go because another one implies it. */
export interface MatchNode {
  readonly kind: 'match';
  readonly operator: MatchOperator;
  readonly left: Term;
  readonly right: Term;
  /** With a mask of flags: `tcp flags syn / syn,ack`. */
  readonly mask?: Term | undefined;
  dropped: boolean;
}

/** An instruction that fills a register. If nothing reads it, it must still be listed. */
export interface LoadNode {
  readonly kind: 'load';
  readonly expression: LowExpression;
  readonly term: Term;
  /** What filled the registers that it reads itself. */
  readonly inputs: readonly LoadNode[];
  used: boolean;
}

export interface StatementNode {
  readonly kind: 'statement';
  readonly statement: Statement;
}

export interface OpaqueNode {
  readonly kind: 'opaque';
  readonly expression: LowExpression;
}

/** A rule on its way from instructions to statements. */
export type Node = MatchNode | LoadNode | StatementNode | OpaqueNode;

export function matchNode(operator: MatchOperator, left: Term, right: Term, mask?: Term): MatchNode {
  return { kind: 'match', operator, left, right, mask, dropped: false };
}
