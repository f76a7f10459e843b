import type { ObjectKind, StatefulObject } from '../ast.js';
import { type AnyProperties, objectDefinition } from '../object/index.js';

interface Named {
  readonly name: string;
  readonly comment?: string;
}

/** An object within its table; `handle` stands behind the opening brace. */
export function printObject(object: StatefulObject, handle: string, stateless: boolean): string {
  const [kind, node] = Object.entries(object)[0] as [ObjectKind, Named & AnyProperties];
  const comment = node.comment === undefined ? [] : [`comment "${node.comment}"`];
  const lines = [...comment, ...objectDefinition(kind).print(node, stateless)];
  return `\t${kind} ${node.name} {${handle}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}
