import type { ObjectKind, ObjectReferenceTo } from '../ast.js';
import { type AnyProperties, OBJECT_KINDS, objectDefinition } from '../object/index.js';
import type { ObjectMessage } from '../operation.js';
import { anything, integer, object, text } from '../shape.js';
import { commentData } from './comment.js';
import type { Scope } from './scope.js';

type Named = ObjectReferenceTo & { readonly name: string; readonly comment?: string };

const SHAPES = new Map(
  OBJECT_KINDS.map((kind) => {
    const { required, optional } = objectDefinition(kind);
    const names = { family: anything, table: text, name: text };
    return [
      kind,
      object({ ...names, ...required }, { handle: integer, comment: text, ...optional }),
    ] as const;
  }),
);

export function compileObject(kind: ObjectKind, node: Named, exclusive: boolean, scope: Scope): void {
  const family = scope.family(node);
  SHAPES.get(kind)?.(node, scope);
  const { type, toFields } = objectDefinition(kind);
  const message: ObjectMessage = {
    family,
    table: scope.name(node, 'table'),
    name: scope.name(node, 'name'),
    type,
    fields: toFields(node as Named & AnyProperties, scope),
    ...commentData(node, scope),
  };
  scope.add({ op: 'newobject', exclusive, object: message });
}

export function deleteObject(
  kind: ObjectKind,
  reference: ObjectReferenceTo,
  destroy: boolean,
  scope: Scope,
): void {
  const { type } = objectDefinition(kind);
  scope.add({ op: 'delobject', object: { ...nameOrHandle(reference, scope), type }, destroy });
}

/** By name or by handle. */
export function nameOrHandle(
  reference: ObjectReferenceTo,
  scope: Scope,
): Pick<ObjectMessage, 'family' | 'table' | 'name' | 'handle'> {
  const family = scope.family(reference);
  const table = scope.name(reference, 'table');
  const handle = scope.handle(reference, 'handle');
  if (reference.name === undefined && handle !== undefined) return { family, table, handle };
  return { family, table, name: scope.name(reference, 'name') };
}
