import type { HookEntry, HookOwner } from '../ast.js';

/** What `nft list hooks` prints: a block for each family, in it one for each of its hooks. */
export function printHooks(entries: readonly HookEntry[]): string {
  const families = runs(entries, ({ family }) => family);
  return families.map(([family, each]) => `family ${family} {\n${printFamily(each)}}\n`).join('');
}

function printFamily(entries: readonly HookEntry[]): string {
  const hooks = runs(entries, ({ hook }) => hook);
  return hooks.map(([hook, each]) => `\thook ${hook} {\n${each.map(printEntry).join('')}\t}\n`).join('');
}

/** Those in a row that have the same key. */
function runs(entries: readonly HookEntry[], keyOf: (entry: HookEntry) => string): [string, HookEntry[]][] {
  const found: [string, HookEntry[]][] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (last?.[0] === keyOf(entry)) last[1].push(entry);
    else found.push([keyOf(entry), [entry]]);
  }
  return found;
}

function printEntry({ prio, module, ...entry }: HookEntry): string {
  return `\t\t${printPriority(prio)}${printOwner(entry)}${module === undefined ? '' : ` [${module}]`}\n`;
}

function printPriority(prio: number): string {
  const sign = prio < 0 ? '-' : prio === 0 ? ' ' : '+';
  return sign + String(Math.abs(prio)).padStart(10, '0');
}

function printOwner({ chain, flowtable, bpf, function: name }: Partial<HookEntry>): string {
  const of = (kind: string, owner: HookOwner) => ` ${kind} ${owner.family} ${owner.table} ${owner.name}`;
  if (chain !== undefined) return of('chain', chain);
  if (flowtable !== undefined) return of('flowtable', flowtable);
  return `${name === undefined ? '' : ` ${name}`}${bpf === undefined ? '' : ` id ${bpf}`}`;
}
