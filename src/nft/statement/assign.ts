import type { AssignStatement, Expression, MapExpression, ObjectReference, Statement } from '../ast.js';
import { termToAst } from '../delinearize/ast.js';
import { keyIn } from '../delinearize/instructions.js';
import type { Raising } from '../delinearize/raising.js';
import { setToAst } from '../delinearize/set.js';
import type { KernelSet } from '../kernel.js';
import type { Parser } from '../parse/parser.js';
import { expression, object } from '../shape.js';
import {
  evaluateReference,
  type ObjectKey,
  objectKeyNumbered,
  parseReference,
  printReference,
} from './objref.js';
import type { StatementDefinition } from './statement.js';

function raiseMap(sreg: number, set: KernelSet, raising: Raising): MapExpression | undefined {
  const { names } = raising;
  const key = keyIn(sreg, set, raising);
  return key && { map: { key: termToAst(key, names), data: setToAst(set, key, names) } };
}

function statementOf(key: ObjectKey, reference: Expression): Statement {
  // Each of these keys is a statement, and takes a reference.
  return { [key]: reference } as unknown as Statement;
}

function keyOf(statement: AssignStatement): ObjectKey {
  return Object.keys(statement)[0] as ObjectKey;
}

function referenceIn(statement: AssignStatement): ObjectReference {
  return Object.values(statement)[0] as ObjectReference;
}

/** What is assigned by name: `ct helper set "ftp-standard"`, `meta secmark set "ssh"`. */
export const assign: StatementDefinition<AssignStatement> = {
  keywords: ['ct timeout', 'ct expectation', 'tunnel name'],

  parse(parser) {
    if (parser.word('tunnel')) {
      parser.expectWord('name');
      return parseAssign(parser, 'tunnel');
    }
    parser.expectWord('ct');
    const word = parser.oneOf(['timeout', 'expectation'], 'what to set');
    parser.expectWord('set');
    return parseAssign(parser, `ct ${word}`);
  },

  print: (statement, context) => printReference(keyOf(statement), referenceIn(statement), context),

  shape: (statement, cursor) =>
    object({ [keyOf(statement as AssignStatement)]: expression })(statement, cursor),

  evaluate: (statement, context) => evaluateReference(keyOf(statement), referenceIn(statement), context),

  raise: {
    objref({ type, object: name, sreg, set: from }, raising) {
      const set = from === undefined ? undefined : raising.sets.get(from);
      const reference = set === undefined || sreg === undefined ? name : raiseMap(sreg, set, raising);
      const key = objectKeyNumbered(set?.objectType ?? type);
      if (key === undefined || reference === undefined) return false;
      raising.statement(statementOf(key, reference));
      return true;
    },
  },
};

type AssignKey = 'ct helper' | 'ct timeout' | 'ct expectation' | 'secmark' | 'tunnel';

/** What is assigned, behind `set`. */
export function parseAssign(parser: Parser, key: AssignKey): AssignStatement {
  const node: Partial<Record<ObjectKey, ObjectReference>> = {};
  node[key] = parseReference(parser, node, key);
  return node as AssignStatement;
}
