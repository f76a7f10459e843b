import type { NewRule, RuleReference } from '../ast.js';
import type { PathKey } from '../error.js';
import { fail } from '../evaluate/context.js';
import { compileRule } from '../evaluate/rule.js';
import type { Operation, RuleMessage } from '../operation.js';
import { BODY, type RuleBody } from '../parse/rule.js';
import { commentData } from './comment.js';
import type { Scope } from './scope.js';
import { setsOf } from './sets.js';

type Mode = Extract<Operation, { readonly op: 'newrule' }>['mode'];

export function compileNewRule(rule: NewRule, mode: Mode, scope: Scope): void {
  const family = scope.family(rule);
  const table = scope.name(rule, 'table');
  const chain = scope.name(rule, 'chain');
  const message: RuleMessage = { family, table, chain };
  Object.assign(message, place(rule, mode, scope), compileBody(rule, scope), commentData(rule, scope));
  scope.add({ op: 'newrule', mode, rule: message });
}

function compileBody(
  rule: NewRule & Partial<RuleBody>,
  scope: Scope,
): Pick<RuleMessage, 'expressions' | 'patterned'> {
  const { [BODY]: body } = rule;
  const { patterns, names } = scope;
  if (typeof body === 'object') return { patterned: body };
  const sets = setsOf(scope.family(rule), rule.table, scope);
  if (patterns === undefined) return { expressions: compileRule(rule, names, reportTo(scope), sets) };
  const compiled = patterns.compile(rule, body, names, reportTo(scope), sets);
  return 'pattern' in compiled ? { patterned: compiled } : { expressions: compiled };
}

function reportTo(scope: Scope): (path: readonly PathKey[], error: unknown) => never {
  return (path, error) => {
    scope.path.push(...path);
    throw error;
  };
}

/** Where it goes. Of a listing that is read back, the old handle says nothing. */
function place(rule: NewRule, mode: Mode, scope: Scope): Pick<RuleMessage, 'handle' | 'position' | 'index'> {
  const handle = scope.handle(rule, 'handle');
  if (mode === 'replace')
    return handle ? { handle } : scope.failAt('handle', 'the handle of the rule is missing');
  const index = scope.handle(rule, 'index');
  if (index !== undefined) return { index };
  const position = scope.handle(rule, 'position') ?? (mode === 'insert' ? handle : undefined);
  // No rule has the handle 0.
  return position ? { position } : {};
}

export function deleteRule(rule: RuleReference, destroy: boolean, scope: Scope): void {
  const family = scope.family(rule);
  const handle = scope.handle(rule, 'handle') ?? fail('the handle of the rule is missing');
  const message = { family, table: scope.name(rule, 'table'), chain: scope.name(rule, 'chain'), handle };
  scope.add({ op: 'delrule', rule: message, destroy });
}
