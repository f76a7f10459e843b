import type { Family, Statement } from '../ast.js';
import type { SetsByName } from '../delinearize/raising.js';
import { raiseRule } from '../delinearize/rule.js';
import type { KernelRule } from '../kernel.js';
import type { Names } from '../names/names.js';
import { Hole } from './hole.js';
import { isReference } from './pattern.js';
import { Patterns } from './patterns.js';

/** How a part of an AST is made: a part that all rules share, data of the rule, or a list or an object of such. */
type Recipe =
  | { readonly shared: unknown }
  | { readonly hole: Hole; readonly offset: number }
  | { readonly items: readonly Recipe[] }
  | { readonly keys: readonly string[]; readonly values: readonly Recipe[] };

/** What listed rules have in common whose instructions differ only in data that are listed as they are. */
class ListedPattern {
  readonly family: Family;
  readonly #recipe: Recipe;
  /** The instructions in words of 32 bits, zeros at the holes; and which bits are none of them. */
  readonly #words: Uint32Array;
  readonly #mask: Uint32Array;

  constructor(family: Family, statements: readonly Statement[], encoded: Uint8Array) {
    this.family = family;
    const words = encoded.slice();
    const mask = new Uint8Array(encoded.length).fill(0xff);
    this.#recipe = recipeOf(statements, ({ data }) => {
      const offset = data.byteOffset - encoded.byteOffset;
      words.fill(0, offset, offset + data.length);
      mask.fill(0, offset, offset + data.length);
      return offset;
    });
    this.#words = new Uint32Array(words.buffer);
    this.#mask = new Uint32Array(mask.buffer);
  }

  match(encoded: Uint8Array): boolean {
    const words = this.#words;
    const mask = this.#mask;
    if (encoded.length !== words.length * 4) return false;
    const found = new Uint32Array(encoded.buffer, encoded.byteOffset, words.length);
    for (let i = 0; i < words.length; i++) {
      if (((found[i] as number) & (mask[i] as number)) >>> 0 !== words[i]) return false;
    }
    return true;
  }

  statements(encoded: Uint8Array, names: Names): Statement[] {
    return make(this.#recipe, encoded, names) as Statement[];
  }
}

function recipeOf(node: unknown, place: (hole: Hole) => number): Recipe {
  if (node instanceof Hole) return { hole: node, offset: place(node) };
  if (Array.isArray(node)) {
    const items = node.map((item) => recipeOf(item, place));
    // The list of statements is every rule's own.
    return items.every(isShared) ? sharing(node) : { items };
  }
  if (typeof node !== 'object' || node === null) return { shared: node };
  const values = Object.values(node).map((value) => recipeOf(value, place));
  return values.every(isShared) ? sharing(node) : { keys: Object.keys(node), values };
}

function isShared(recipe: Recipe): boolean {
  return 'shared' in recipe;
}

/** Many rules will have it, so nobody may change it. */
function sharing(node: object): Recipe {
  return { shared: Object.freeze(node) };
}

function make(recipe: Recipe, encoded: Uint8Array, names: Names): unknown {
  if ('shared' in recipe) return recipe.shared;
  if ('hole' in recipe) {
    const { hole, offset } = recipe;
    return hole.list(encoded.subarray(offset, offset + hole.data.length), names);
  }
  if ('items' in recipe) return recipe.items.map((item) => make(item, encoded, names));
  const { keys, values } = recipe;
  const object: Record<string, unknown> = {};
  for (let i = 0; i < keys.length; i++) {
    object[keys[i] as string] = make(values[i] as Recipe, encoded, names);
  }
  return object;
}

/** The patterns of a ruleset that is being listed: most rules are like one not long before. */
export class ListedPatterns {
  readonly #names: Names;
  readonly #patterns = new Patterns<ListedPattern>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** The statements of a rule. */
  raise(family: Family, rule: KernelRule, sets?: SetsByName): Statement[] {
    const known = this.#match(family, rule);
    if (known !== undefined) return known;
    const { encoded, expressions } = rule;
    if (encoded !== undefined && this.#patterns.pay() && !expressions.some(isReference)) {
      const statements = raiseRule(family, expressions, this.#names, sets, true);
      this.#patterns.add(new ListedPattern(family, statements, encoded));
    }
    return raiseRule(family, expressions, this.#names, sets);
  }

  /** The same, if the rule says everything by itself. */
  raiseAlone(family: Family, rule: KernelRule): Statement[] | undefined {
    return (
      this.#match(family, rule) ?? (rule.expressions.some(isReference) ? undefined : this.raise(family, rule))
    );
  }

  #match(family: Family, { encoded }: KernelRule): Statement[] | undefined {
    if (encoded === undefined) return undefined;
    for (const pattern of this.#patterns) {
      if (pattern.family !== family || !pattern.match(encoded)) continue;
      this.#patterns.used();
      return pattern.statements(encoded, this.#names);
    }
    return undefined;
  }
}
