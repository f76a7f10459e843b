import type { Family, Statement } from '../ast.js';
import { FIELD_UNIT, fieldLength } from '../datatype/concat.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import type { LowExpression } from '../expr/index.js';
import type { Tunnel } from '../fields/tunnel.js';
import type { KernelSet } from '../kernel.js';
import { registerBehind, slotOf } from '../linearize/registers.js';
import type { Names } from '../names/names.js';
import { Hole } from '../pattern/hole.js';
import { ProtocolContext } from '../protocols.js';
import type { Constant, PayloadTerm, Term } from '../term.js';
import { asKind } from './constant.js';
import { Dependencies } from './dependencies.js';
import type { LoadNode, MatchNode, Node } from './node.js';

export type SetsByName = ReadonlyMap<string, KernelSet>;

const NO_SETS: SetsByName = new Map();

/** What a rule knows about a packet, and which of its tests may only have prepared others. */
export interface Knowledge {
  readonly protocols: ProtocolContext;
  readonly dependencies: Dependencies;
}

/** One rule being raised from instructions to statements: its registers, its nodes, what is known of its packets. */
export class Raising {
  readonly family: Family;
  readonly names: Names;
  /** Those of the rule's table. */
  readonly sets: SetsByName;
  /** What is known of the packet, and what was tested of it. */
  readonly protocols: ProtocolContext;
  readonly dependencies: Dependencies;
  readonly #inside = new Map<Tunnel, Knowledge>();
  readonly nodes: Node[] = [];
  readonly #registers = new Map<number, LoadNode>();
  /** What the instruction at hand has read so far. */
  #reads: LoadNode[] = [];

  readonly #holes: boolean;

  /** @param holes whether constants of which nothing depends are listed as the holes of a pattern */
  constructor(family: Family, names: Names, sets: SetsByName = NO_SETS, holes = false) {
    this.#holes = holes;
    this.family = family;
    this.names = names;
    this.sets = sets;
    this.protocols = new ProtocolContext(family);
    this.dependencies = new Dependencies(family);
  }

  /** What is known of the packet that a term reads: the rule's, or the one inside of a tunnel. */
  about(term: Term): Knowledge {
    const tunnel = 'tunnel' in term ? term.tunnel : undefined;
    if (tunnel === undefined) return this;
    let known = this.#inside.get(tunnel);
    if (known === undefined) {
      const protocols = ProtocolContext.inside(tunnel);
      known = { protocols, dependencies: new Dependencies(protocols.family) };
      this.#inside.set(tunnel, known);
    }
    return known;
  }

  /** A header field is about to be listed: what it implies need not be, neither of its packet nor of the tunnel. */
  releaseFor(term: PayloadTerm): void {
    this.about(term).dependencies.releaseFor(term);
    if (term.tunnel?.protocol.layer === 'transport') this.dependencies.releaseTunnel();
  }

  /** Raises the instructions that stand in another one. */
  nested: (expressions: readonly LowExpression[]) => Statement[] = () => [];

  /** What is in a register; undefined where nothing known is. */
  register(number: number): Term | undefined {
    const load = this.#registers.get(slotOf(number));
    if (load !== undefined) this.#reads.push(load);
    return load?.term;
  }

  /**
   * Raw data as a constant of a kind. Whoever calls this promises never to look at its value, so that rules that differ
   * in it need not each be raised (see `ListedPatterns`).
   */
  variable(raw: Constant, kind: { readonly type: Datatype; readonly order: Order }): Constant {
    const constant = asKind(raw, kind);
    if (!this.#holes || kind.type.bitmask) return constant;
    return { ...constant, hole: new Hole(raw.value, kind.type, kind.order) };
  }

  /** What is in so many bytes of registers, side by side; undefined where one of them holds nothing known. */
  registers(first: number, bytes: number): Term[] | undefined {
    const terms: Term[] = [];
    for (let slots = 0; slots * FIELD_UNIT < bytes; ) {
      const term = this.register(registerBehind(first, slots));
      if (term === undefined) return undefined;
      terms.push(term);
      slots += fieldLength(term.bits) / FIELD_UNIT;
    }
    return terms;
  }

  /** The instruction at hand fills a register. */
  load(register: number, term: Term, expression: LowExpression): void {
    const node: LoadNode = { kind: 'load', expression, term, inputs: this.#takeReads(), used: false };
    this.#registers.set(slotOf(register), node);
    this.nodes.push(node);
  }

  /** Another instruction, or another way to see it, comes to hand. */
  begin(): void {
    this.#reads = [];
  }

  /** The instruction at hand has been put into words, and what it has read with it. */
  finish(): void {
    this.#takeReads();
  }

  /** The instruction at hand is a statement with an effect. */
  statement(statement: Statement): void {
    this.nodes.push({ kind: 'statement', statement });
    this.#forgetTests();
  }

  /** The instruction at hand cannot be put into words, so neither can what it has read. */
  opaque(expression: LowExpression): void {
    this.#reads = [];
    this.nodes.push({ kind: 'opaque', expression });
    this.#forgetTests();
    if ('dreg' in expression && typeof expression.dreg === 'number') {
      this.#registers.delete(slotOf(expression.dreg));
    } else if ('opaque' in expression) this.#registers.clear();
  }

  /** The comparison right before the instruction at hand, but for what filled its registers. */
  previousMatch(): MatchNode | undefined {
    for (let at = this.nodes.length - 1; at >= 0; at--) {
      const node = this.nodes[at];
      if (node?.kind === 'match') return node.dropped ? undefined : node;
      if (node?.kind !== 'load') return undefined;
    }
    return undefined;
  }

  #forgetTests(): void {
    this.dependencies.reset();
    for (const { dependencies } of this.#inside.values()) dependencies.reset();
  }

  #takeReads(): LoadNode[] {
    const reads = this.#reads;
    this.#reads = [];
    for (const load of reads) load.used = true;
    return reads;
  }
}
