import type { Family } from '../ast.js';
import type { PathKey } from '../error.js';
import type { Parser } from '../parse/parser.js';
import type { FieldValues, Schema } from '../schema.js';
import type { Shape } from '../shape.js';

/** Where an object is checked: an error leaves the property at fault at the end of the path. */
export interface CheckContext {
  readonly path: PathKey[];
}

/** An object while it is read. */
export type Properties = Record<string, unknown>;

/** Everything about one kind of stateful object: `P` are the properties that it has besides its name. */
export interface ObjectDefinition<P> {
  /** NFT_OBJECT_*. */
  readonly type: number;
  /** What all of them are called in `list`. */
  readonly plural: string;
  /** libnftnl's attributes of the kind. */
  readonly schema: Schema;
  /** Reads what may stand behind the name without braces; kinds without it need braces. */
  parseLine?(parser: Parser): Partial<P>;
  /** Reads one property in braces; undefined where it is none. */
  parseProperty(parser: Parser): Partial<P> | undefined;
  readonly required: Readonly<Record<string, Shape>>;
  readonly optional: Readonly<Record<string, Shape>>;
  /** The kernel's values; checks them. */
  toFields(object: P & { readonly family: Family }, context: CheckContext): FieldValues;
  /** Properties in nft's order; undefined where the kernel's values have no words. */
  toAst(fields: FieldValues): P | undefined;
  /** The lines between braces. `stateless`: without what packets change. */
  print(object: P, stateless: boolean): readonly string[];
}
