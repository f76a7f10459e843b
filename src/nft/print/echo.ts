import type { Family, Item, Table } from '../ast.js';
import { type PrintOptions, print } from './ruleset.js';

/** What was added as commands that add it, one a line: `nft -e`. */
export function* printAdded(items: readonly Item[], options: PrintOptions): Generator<string, void> {
  for (const item of items) yield `add ${printItem(item, options)}\n`;
}

function printItem(item: Item, options: PrintOptions): string {
  const [kind = '', object] = Object.entries(item)[0] as [
    string,
    Table & { readonly table: string; readonly chain: string },
  ];
  const { family, table: of, name, chain: inChain, handle } = object;
  const comment = options.handles === true && handle !== undefined ? ` # handle ${handle}` : '';
  if (kind === 'table') return `table ${family} ${name}${braces(linesOf([item], options))}${comment}`;
  const table: Item = { table: { family, name: of } };
  if (kind === 'rule') {
    const chain: Item = { chain: { family, table: of, name: inChain } };
    const [, line = ''] = linesOf([table, chain, item], options);
    return `rule ${family} ${of} ${inChain} ${line}${comment}`;
  }
  return block(kind, family, of, name, linesOf([table, item], options)) + comment;
}

/** What stands in the table's braces, without what is before it in a line. */
function linesOf(items: readonly Item[], options: PrintOptions): string[] {
  const text = print({ nftables: items }, { ...options, handles: false });
  return text
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim());
}

function block(kind: string, family: Family, table: string, name: string, lines: readonly string[]): string {
  return `${kind} ${family} ${table} ${name}${braces(lines.slice(1, -1))}`;
}

function braces(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  // A list of elements goes on in the next line.
  const text = lines.map((line) => (/[,;]$/.test(line) ? line : `${line};`)).join(' ');
  return ` { ${text} }`;
}
