import type { Plan } from './compile.js';
import type { Operation } from './operation.js';

/** A chain that is there. */
export interface NamedChain {
  readonly family: number;
  readonly table: string;
  readonly name: string;
  readonly handle: number;
}

/** Whether an operation gives a chain another name that is known by its old one only. */
export function renamesByName(operation: Operation): boolean {
  return operation.op === 'renamechain' && operation.chain.handle === undefined;
}

/**
 * Makes handles of the names of chains that get others: the kernel renames by handle.
 *
 * @throws NftError where there is no such chain
 */
export function resolveRenames(
  plan: Plan,
  operations: readonly Operation[],
  chains: readonly NamedChain[],
): Operation[] {
  const handles = new Map(chains.map((chain) => [keyOf(chain), chain.handle]));
  return operations.map((operation): Operation => {
    if (operation.op !== 'renamechain' || operation.chain.handle !== undefined) return operation;
    const { family, table, name = '' } = operation.chain;
    const handle = handles.get(keyOf({ family, table, name }));
    if (handle === undefined) {
      const reason = `there is no chain "${name}" that could have another name`;
      throw plan.errorAt('ERR_NFT_SEMANTIC', operation.command, [...operation.path, 'name'], reason);
    }
    handles.delete(keyOf({ family, table, name }));
    handles.set(keyOf({ family, table, name: operation.name }), handle);
    return { ...operation, chain: { family, table, handle } };
  });
}

function keyOf({ family, table, name }: Omit<NamedChain, 'handle'>): string {
  return `${family} ${table} ${name}`;
}
