import type { PathKey } from '../error.js';
import { ownText } from './own_text.js';

/** What stands at a hole. */
export type Filling = string | number | bigint;

/** A part of an AST that others are compared with. */
interface Tree {
  /** Of an object, the names of `parts`. */
  readonly keys: readonly string[] | undefined;
  /** Of an object or a list. */
  readonly parts: readonly Tree[] | undefined;
  /** Of anything else. */
  readonly value: unknown;
  /** Where any constant will do: which hole it is. */
  readonly hole: number | undefined;
}

/** An AST with holes in it. */
export class AstPattern {
  readonly #tree: Tree;

  /** @param holes the paths of the constants that may differ */
  constructor(ast: unknown, holes: readonly (readonly PathKey[])[]) {
    this.#tree = treeOf(
      ast,
      holes.map((path, hole) => ({ path, hole })),
    );
  }

  /** Whether an AST is this one but for what stands at the holes, which goes into `fillings`. */
  match(ast: unknown, fillings: Filling[]): boolean {
    return matches(this.#tree, ast, fillings);
  }
}

interface Hole {
  readonly path: readonly PathKey[];
  readonly hole: number;
}

function treeOf(node: unknown, holes: readonly Hole[]): Tree {
  const here = holes.find(({ path }) => path.length === 0);
  const value = typeof node === 'string' ? ownText(node) : node;
  const leaf = { keys: undefined, parts: undefined, value, hole: here?.hole };
  if (here !== undefined || typeof node !== 'object' || node === null) return leaf;
  const below = (key: PathKey) =>
    holes.filter(({ path }) => path[0] === key).map(({ path, hole }) => ({ path: path.slice(1), hole }));
  if (Array.isArray(node)) {
    return { ...leaf, value: undefined, parts: node.map((item, i) => treeOf(item, below(i))) };
  }
  const entries = Object.entries(node);
  return {
    ...leaf,
    value: undefined,
    keys: entries.map(([key]) => key),
    parts: entries.map(([key, value]) => treeOf(value, below(key))),
  };
}

function matches(tree: Tree, node: unknown, fillings: Filling[]): boolean {
  const { keys, parts, hole } = tree;
  if (hole !== undefined) {
    if (typeof node !== 'string' && typeof node !== 'number' && typeof node !== 'bigint') return false;
    fillings[hole] = node;
    return true;
  }
  if (parts === undefined) return node === tree.value;
  if (typeof node !== 'object' || node === null) return false;
  if (keys === undefined) {
    if (!Array.isArray(node) || node.length !== parts.length) return false;
    for (let i = 0; i < parts.length; i++) {
      if (!matches(parts[i] as Tree, node[i], fillings)) return false;
    }
    return true;
  }
  let i = 0;
  for (const key in node) {
    if (key !== keys[i]) return false;
    if (!matches(parts[i] as Tree, (node as Readonly<Record<string, unknown>>)[key], fillings)) return false;
    i++;
  }
  return i === keys.length && !Array.isArray(node);
}
