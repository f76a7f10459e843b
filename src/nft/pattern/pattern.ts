import type { Family, Rule } from '../ast.js';
import type { Order } from '../datatype/datatype.js';
import type { PathKey } from '../error.js';
import { evaluateImmediate } from '../evaluate/constant.js';
import { type Expectation, SemanticError } from '../evaluate/context.js';
import type { LowExpression } from '../expr/index.js';
import { registerData, variableOf } from '../linearize/data.js';
import type { Names } from '../names/names.js';
import { ownText } from './own_text.js';
import { AstPattern, type Filling } from './tree.js';

/** Where the bytes of a variable lie. */
interface Slot {
  readonly instruction: number;
  readonly field: string;
  readonly order: Order;
  readonly bits: number;
  readonly expected: Expectation;
  /** From the rule, so that it begins with its statements. */
  readonly path: readonly PathKey[];
  readonly data: Uint8Array;
}

/** A rule as its pattern and what stands at the pattern's slots. */
export interface PatternedRule {
  readonly pattern: RulePattern;
  readonly data: readonly Uint8Array[];
}

/** Instructions that stand for more than themselves: sets and objects, which can change between two rules. */
const REFERENCES: ReadonlySet<string> = new Set(['lookup', 'dynset', 'objref']);

export function isReference(expression: LowExpression): boolean {
  return REFERENCES.has(expression.name) || ('chainId' in expression && expression.chainId !== undefined);
}

/**
 * What rules have in common that differ in constants only, such as addresses and ports: long rulesets have thousands of
 * rules and few patterns. Which constants can differ was found out when a rule was evaluated (see `evaluateVariable`):
 * those that became bytes of an instruction, and that nothing else looked at.
 */
export class RulePattern {
  readonly #family: Family;
  /** The look-ups that it depends on, if it does on any: they belong to one namespace. */
  readonly #names: Names | undefined;
  readonly instructions: readonly LowExpression[];
  readonly slots: readonly Slot[];
  readonly ast: AstPattern;

  private constructor(
    { family, expr: statements }: Rule,
    names: Names | undefined,
    instructions: readonly LowExpression[],
    slots: readonly Slot[],
  ) {
    this.#family = family;
    this.#names = names;
    this.instructions = instructions;
    this.slots = slots;
    this.ast = new AstPattern(
      statements,
      slots.map(({ path }) => path.slice(1)),
    );
  }

  /**
   * The pattern of a rule that has been compiled, with certain look-ups if these went into it; undefined where every rule
   * must be compiled by itself.
   */
  static of(
    rule: Rule,
    instructions: readonly LowExpression[],
    names: Names | undefined,
  ): RulePattern | undefined {
    if (instructions.some(isReference)) return undefined;
    const slots = instructions.flatMap((instruction, i) => slotsOf(instruction, i));
    if (new Set(slots.map(({ path }) => path)).size < slots.length) return undefined;
    return new RulePattern(rule, names, instructions.map(detached), slots);
  }

  /** Whether rules of a family are of this pattern, with these look-ups. */
  holds(family: Family, names: Names): boolean {
    return family === this.#family && (this.#names === undefined || this.#names === names);
  }

  /** A rule of this pattern; undefined where it is none, or one of its constants is wrong. */
  match(statements: unknown, names: Names): PatternedRule | undefined {
    const fillings: Filling[] = [];
    return this.ast.match(statements, fillings) ? this.fill(fillings, names) : undefined;
  }

  /** The rule with these constants; undefined where one of them is wrong. */
  fill(fillings: readonly Filling[], names: Names): PatternedRule | undefined {
    const { slots } = this;
    const data: Uint8Array[] = [];
    for (let i = 0; i < slots.length; i++) {
      const bytes = read(slots[i] as Slot, fillings[i] as Filling, names);
      if (bytes === undefined) return undefined;
      data.push(bytes);
    }
    return { pattern: this, data };
  }

  /** The instructions of a rule of this pattern. */
  instantiate(data: readonly Uint8Array[]): LowExpression[] {
    const instructions: LowExpression[] = [...this.instructions];
    for (const [i, { instruction, field }] of this.slots.entries()) {
      instructions[instruction] = { ...instructions[instruction], [field]: data[i] } as LowExpression;
    }
    return instructions;
  }
}

/** The same, without the text that its names were cut out of: a pattern lasts longer than that is wanted. */
function detached(instruction: LowExpression): LowExpression {
  const entries = Object.entries(instruction);
  return Object.fromEntries(
    entries.map(([field, value]) => [field, typeof value === 'string' ? ownText(value) : value]),
  ) as LowExpression;
}

function slotsOf(instruction: LowExpression, i: number): Slot[] {
  return Object.entries(instruction).flatMap(([field, data]) => {
    const constant = data instanceof Uint8Array ? variableOf(data) : undefined;
    if (constant?.variable === undefined) return [];
    const { order, bits, variable } = constant;
    const { expected, path } = variable;
    return [{ instruction: i, field, order, bits, expected, path, data }];
  });
}

function read(slot: Slot, filling: Filling, names: Names): Uint8Array | undefined {
  try {
    const constant = evaluateImmediate(filling, { expected: slot.expected, names });
    if (constant.kind !== 'constant') return undefined;
    const data = registerData(constant.value, slot.order, slot.bits);
    return data.length === slot.data.length ? data : undefined;
  } catch (error) {
    // Compiled by itself the rule gives the error its place.
    if (error instanceof SemanticError) return undefined;
    throw error;
  }
}
