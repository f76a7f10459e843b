import type { Family, Statement } from '../ast.js';
import { isOpaque, type LowExpression } from '../expr/index.js';
import type { Names } from '../names/names.js';
import { ALL_SELECTORS } from '../selector/index.js';
import { DEFINITIONS } from '../statement/index.js';
import { matchToAst } from './ast.js';
import { CALCULATIONS, type Raisers } from './instructions.js';
import type { LoadNode, Node } from './node.js';
import { opaqueStatement } from './opaque.js';
import { Raising, type SetsByName } from './raising.js';

type AnyRaiser = (expression: LowExpression, raising: Raising) => boolean;

/** Who can raise an instruction, by its name; some are raised by one of several, as `meta` is that reads or sets. */
const RAISERS = new Map<string, AnyRaiser[]>();

function addRaiser(name: string, raise: AnyRaiser): void {
  const known = RAISERS.get(name) ?? [];
  known.push(raise);
  RAISERS.set(name, known);
}

for (const selector of ALL_SELECTORS) {
  addRaiser(selector.instruction, (expression, raising) => {
    if (isOpaque(expression) || !('dreg' in expression) || expression.dreg === undefined) return false;
    const term = selector.raise(expression, raising);
    if (term === undefined) return false;
    raising.load(expression.dreg, term, expression);
    return true;
  });
}

for (const raisers of [CALCULATIONS, ...DEFINITIONS.map((definition) => definition.raise ?? {})]) {
  for (const [name, raise] of Object.entries(raisers as Raisers)) {
    // Each raiser gets only instructions of its own name.
    addRaiser(name, raise as AnyRaiser);
  }
}

/**
 * Raises a rule's instructions to statements. What cannot be put into words becomes an opaque statement in its place,
 * together with whatever only served it; nothing is lost and nothing is guessed.
 *
 * @param holes leaves holes in the statements, for a pattern
 */
export function raiseRule(
  family: Family,
  expressions: readonly LowExpression[],
  names: Names,
  sets?: SetsByName,
  holes = false,
): Statement[] {
  const raising = new Raising(family, names, sets, holes);
  raising.nested = (inner) => raiseRule(family, inner, names, sets);
  for (const expression of expressions) raiseExpression(expression, raising);
  return nodesToStatements(raising.nodes, names);
}

function raiseExpression(expression: LowExpression, raising: Raising): void {
  const raisers = isOpaque(expression) ? [] : (RAISERS.get(expression.name) ?? []);
  for (const raise of raisers) {
    raising.begin();
    if (raise(expression, raising)) {
      raising.finish();
      return;
    }
  }
  raising.opaque(expression);
}

function nodesToStatements(nodes: readonly Node[], names: Names): Statement[] {
  const unread = unreadLoads(nodes);
  const statements: Statement[] = [];
  for (const node of nodes) {
    if (node.kind === 'match' && !node.dropped) statements.push(matchToAst(node, names));
    else if (node.kind === 'statement') statements.push(node.statement);
    else if (node.kind === 'opaque') statements.push(opaqueStatement(node.expression));
    else if (node.kind === 'load' && unread.has(node)) statements.push(opaqueStatement(node.expression));
  }
  return statements;
}

/** Instructions that filled a register for nothing that is listed. */
function unreadLoads(nodes: readonly Node[]): Set<LoadNode> {
  const unread = new Set<LoadNode>();
  const add = (load: LoadNode) => {
    unread.add(load);
    load.inputs.forEach(add);
  };
  for (const node of nodes) if (node.kind === 'load' && !node.used) add(node);
  return unread;
}
