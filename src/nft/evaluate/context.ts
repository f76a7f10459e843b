import type { Family } from '../ast.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import type { PathKey } from '../error.js';
import type { LowExpression } from '../expr/index.js';
import type { Tunnel } from '../fields/tunnel.js';
import type { Names } from '../names/names.js';
import { ProtocolContext } from '../protocols.js';
import type { Match, Term } from '../term.js';
import type { Sets } from './sets.js';

/** Why a rule means nothing; whoever catches it knows which part it is about from the context's path. */
export class SemanticError extends Error {
  override readonly name = 'SemanticError';
}

export function fail(reason: string): never {
  throw new SemanticError(reason);
}

/** A part of a rule: a comparison, which can still be merged with its neighbours, or finished instructions. */
export type Step = Match | readonly LowExpression[];

/** Deeper than this no expression goes, so that a malicious one is an error and not the end of the stack. */
const DEEPEST = 256;

/** What kind of constant is wanted, as the expression before it decides. */
export interface Expectation {
  readonly type: Datatype;
  readonly order: Order;
  readonly bits: number;
  /** The largest number allowed, where the width allows for more. */
  readonly maximum?: number | undefined;
  /** Whether a map may lead to ranges of such constants. */
  readonly ranges?: boolean | undefined;
}

/** The evaluation of one rule: what is known about its packets, and its steps so far. */
export class RuleContext {
  readonly family: Family;
  readonly names: Names;
  /** Where the rule's sets come from; without it there are none. */
  readonly sets: Sets | undefined;
  #protocols: ProtocolContext;
  readonly #outside: ProtocolContext;
  readonly #inside = new Map<Tunnel, ProtocolContext>();
  readonly steps: Step[] = [];
  /** Where in the command evaluation is; left as it was when an error is thrown. */
  readonly path: PathKey[] = [];
  expected: Expectation | undefined;
  /** Whether what is read is compared with `exists` or `missing`, so that its presence is all that matters. */
  existence = false;
  /** Whether only the datatypes of expressions are asked for, so that nothing need be known about packets. */
  unbound = false;

  constructor(family: Family, names: Names, sets?: Sets) {
    this.family = family;
    this.names = names;
    this.sets = sets;
    this.#outside = new ProtocolContext(family);
    this.#protocols = this.#outside;
  }

  /** What is known about the packet at hand: the rule's, or the one inside of a tunnel. */
  get protocols(): ProtocolContext {
    return this.#protocols;
  }

  /** What is known about the packet that a term reads. */
  protocolsOf(term: Term): ProtocolContext {
    return this.#inTunnel('tunnel' in term ? term.tunnel : undefined);
  }

  /** Evaluates with the packet inside of the tunnel at hand. */
  inside<T>(tunnel: Tunnel, evaluate: () => T): T {
    const before = this.#protocols;
    this.#protocols = this.#inTunnel(tunnel);
    const result = evaluate();
    this.#protocols = before;
    return result;
  }

  #inTunnel(tunnel: Tunnel | undefined): ProtocolContext {
    if (tunnel === undefined) return this.#outside;
    let protocols = this.#inside.get(tunnel);
    if (protocols === undefined) {
      protocols = ProtocolContext.inside(tunnel);
      this.#inside.set(tunnel, protocols);
    }
    return protocols;
  }

  /** Goes into a property of the AST; {@link leave} comes back. */
  enter(key: PathKey): void {
    if (this.path.length === DEEPEST) fail('the expression is nested too deeply');
    this.path.push(key);
  }

  leave(): void {
    this.path.pop();
  }

  /** From here on constants are of this term's kind. */
  expectLike(term: Term, maximum?: number): void {
    this.expected = { type: term.type, order: term.order, bits: term.bits, maximum };
  }

  expect(type: Datatype, order: Order = type.order, bits: number = type.bits, maximum?: number): void {
    this.expected = { type, order, bits, maximum };
  }
}
