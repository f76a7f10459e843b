import type { Family, StatefulObject } from '../ast.js';
import type { KernelObject } from '../kernel.js';
import { objectDefinition, objectKindNumbered } from '../object/index.js';
import { decodeComment } from '../userdata.js';

/** An object as nft lists it; undefined for kinds that have no words. */
export function raiseObject(object: KernelObject, family: Family): StatefulObject | undefined {
  const { table, name, handle, type, fields, userdata } = object;
  const kind = objectKindNumbered(type);
  const properties = kind && objectDefinition(kind).toAst(fields);
  if (kind === undefined || properties === undefined) return undefined;
  const comment = decodeComment(userdata);
  const described = comment === undefined ? {} : { comment };
  const node = { family, name, table, handle, ...described, ...properties };
  // The kind decides which properties there are.
  return { [kind]: node } as unknown as StatefulObject;
}
