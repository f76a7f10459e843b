import { didYouMean } from '../../check/suggest.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { Plan } from '../compile.js';
import type { LowExpression } from '../expr/index.js';
import type { KernelRuleset } from '../kernel.js';
import type { Operation, RuleMessage } from '../operation.js';
import { dump } from './dump.js';

interface Name {
  readonly family: number;
  readonly table?: string | undefined;
  readonly chain?: string | undefined;
  readonly name?: string | undefined;
  readonly set?: string | undefined;
}

/** What an error adds about a name that the kernel has not found: the chain that a rule goes to, or one that is close; of a rule, what its instruction at fault needs. */
export async function hintAbout(
  socket: NativeNetlinkSocket,
  plan: Plan,
  operation: Operation,
  property: string,
  instruction?: number,
): Promise<string> {
  if ('rule' in operation && instructionAt(operation.rule, instruction)?.name === 'inner')
    return '; looking into tunnels needs Linux 6.2';
  const names = new Names(await dump(socket, ['table', 'chain', 'set', 'object']), plan);
  if ('rule' in operation && property === 'expr') return missingTarget(operation.rule, names);
  const named = subjectOf(operation);
  const { family, table = '' } = named;
  if (property === 'table') return didYouMean(table, names.tables(family));
  if (property === 'chain') return didYouMean(named.chain ?? '', names.chains(family, table));
  if (property !== 'name') return '';
  if ('table' in operation) return didYouMean(named.name ?? '', names.tables(family));
  if ('chain' in operation) return didYouMean(named.name ?? '', names.chains(family, table));
  const sets = 'set' in operation || 'elements' in operation;
  return didYouMean(
    named.set ?? named.name ?? '',
    sets ? names.sets(family, table) : names.objects(family, table),
  );
}

function instructionAt({ expressions }: RuleMessage, at: number | undefined): LowExpression | undefined {
  return at === undefined ? undefined : expressions?.[at];
}

/** A chain that a rule jumps to, and that is not there. */
function missingTarget({ family, table, expressions = [] }: RuleMessage, names: Names): string {
  const chains = names.chains(family, table);
  for (const expression of expressions) {
    if (expression.name !== 'immediate' || !('chain' in expression)) continue;
    const { chain } = expression;
    if (chain !== undefined && !chains.includes(chain))
      return `; there is no chain "${chain}"${didYouMean(chain, chains)}`;
  }
  return '';
}

function subjectOf(operation: Operation): Name {
  if ('rule' in operation) return operation.rule;
  if ('elements' in operation) return operation.elements;
  if ('set' in operation) return operation.set;
  if ('object' in operation) return operation.object;
  if ('flowtable' in operation) return operation.flowtable;
  if ('chain' in operation) return operation.chain;
  return 'table' in operation ? operation.table : { family: 0 };
}

/** The names that are there, and those that the input makes. */
class Names {
  readonly #there: KernelRuleset;
  readonly #made: readonly Operation[];

  constructor(there: KernelRuleset, { operations }: Plan) {
    this.#there = there;
    this.#made = operations;
  }

  tables(family: number): string[] {
    const made = this.#made.flatMap((each) => (each.op === 'newtable' ? [each.table] : []));
    return [...this.#there.tables, ...made].filter((each) => each.family === family).flatMap(nameIn);
  }

  chains(family: number, table: string): string[] {
    const made = this.#made.flatMap((each) => (each.op === 'newchain' ? [each.chain] : []));
    return inTable([...this.#there.chains, ...made], family, table);
  }

  sets(family: number, table: string): string[] {
    return inTable(this.#there.sets, family, table);
  }

  objects(family: number, table: string): string[] {
    return inTable([...this.#there.objects, ...this.#there.flowtables], family, table);
  }
}

function inTable(objects: readonly Name[], family: number, table: string): string[] {
  return objects.filter((each) => each.family === family && each.table === table).flatMap(nameIn);
}

function nameIn({ name }: Pick<Name, 'name'>): string[] {
  return name === undefined ? [] : [name];
}
