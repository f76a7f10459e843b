import type { Plan } from './compile.js';
import type { Operation, RuleMessage } from './operation.js';

/** A chain whose rules must be known before a plan can be sent. */
export interface ChainName {
  readonly family: number;
  readonly table: string;
  readonly chain: string;
}

/** The chains in which rules are placed by index. */
export function chainsWithIndexes(operations: readonly Operation[]): ChainName[] {
  const chains = new Map<string, ChainName>();
  for (const operation of operations) {
    if (operation.op !== 'newrule' || operation.rule.index === undefined) continue;
    const { family, table, chain = '' } = operation.rule;
    chains.set(keyOf(operation.rule), { family, table, chain });
  }
  return [...chains.values()];
}

function keyOf({ family, table, chain }: RuleMessage): string {
  return `${family} ${table} ${chain}`;
}

/** A rule of a chain as it will be when its turn comes: one that is there, or one of the plan. */
type Entry = { readonly handle: number } | { readonly operation: number };

/**
 * Makes positions of indexes: the handle of the rule that will stand there when the operation's turn comes, or the id of
 * a rule that the plan itself adds.
 *
 * @param handlesOf the handles of a chain's rules, in order; asked once for each of {@link chainsWithIndexes}
 * @throws NftError where there is no rule at the index
 */
export function resolveIndexes(plan: Plan, handlesOf: (chain: ChainName) => readonly number[]): Operation[] {
  const operations = [...plan.operations];
  const chains = new Map<string, Entry[]>();
  for (const chain of chainsWithIndexes(operations)) {
    chains.set(
      keyOf(chain),
      handlesOf(chain).map((handle) => ({ handle })),
    );
  }
  let lastId = 0;
  for (const [at, operation] of operations.entries()) {
    if (operation.op === 'newrule') {
      const rules = chains.get(keyOf(operation.rule));
      if (rules === undefined) continue;
      const place = findPlace(rules, operation.rule);
      if (place === undefined) {
        const reason = `the chain has ${rules.length} rules, so none has index ${operation.rule.index}`;
        throw plan.errorAt('ERR_NFT_SEMANTIC', operation.command, [...operation.path, 'index'], reason);
      }
      const target = operation.rule.index === undefined ? undefined : rules[place];
      operations[at] = {
        ...operation,
        rule: withPosition(operation.rule, target, operations, () => ++lastId),
      };
      insert(rules, place, operation, { operation: at });
    } else forget(chains, operation);
  }
  return operations;
}

/** Where in the chain the rule that is referred to stands: -1 without a reference, undefined where there is none. */
function findPlace(rules: readonly Entry[], { index, position, handle }: RuleMessage): number | undefined {
  if (index !== undefined) return index < rules.length ? index : undefined;
  const wanted = position ?? handle;
  return rules.findIndex((entry) => 'handle' in entry && entry.handle === wanted);
}

function withPosition(
  { index: _, ...rule }: RuleMessage,
  target: Entry | undefined,
  operations: Operation[],
  newId: () => number,
): RuleMessage {
  if (target === undefined) return rule;
  if ('handle' in target) return { ...rule, position: target.handle };
  const added = operations[target.operation];
  if (added?.op !== 'newrule') return rule;
  const id = added.rule.id ?? newId();
  operations[target.operation] = { ...added, rule: { ...added.rule, id } };
  return { ...rule, positionId: id };
}

function insert(
  rules: Entry[],
  place: number,
  { mode }: Extract<Operation, { readonly op: 'newrule' }>,
  entry: Entry,
): void {
  if (mode === 'replace') rules[place] = entry;
  else if (mode === 'insert') rules.splice(Math.max(place, 0), 0, entry);
  else rules.splice(place < 0 ? rules.length : place + 1, 0, entry);
}

/** Takes away what an operation deletes. */
function forget(chains: Map<string, Entry[]>, operation: Operation): void {
  if (operation.op === 'delrule') {
    const { rule } = operation;
    for (const [key, rules] of chains) {
      if (rule.chain === undefined ? !key.startsWith(`${rule.family} ${rule.table} `) : key !== keyOf(rule))
        continue;
      if (rule.handle === undefined) rules.length = 0;
      const at = rules.findIndex((entry) => 'handle' in entry && entry.handle === rule.handle);
      if (at >= 0) rules.splice(at, 1);
    }
  } else if (operation.op === 'deltable') {
    const { family, name } = operation.table;
    for (const [key, rules] of chains) {
      const [keyFamily, table] = key.split(' ');
      const ofFamily = family === 0 || keyFamily === String(family);
      if (ofFamily && (name === undefined || name === table)) rules.length = 0;
    }
  }
}
