import type { ElementMessage, Operation, SetMessage } from '../../src/nft/operation.js';
import { verdictNumbered } from '../../src/nft/verdict.js';

/** The sets that operations add, as `nft --debug=netlink` shows them: what each is, and its elements. */
export interface ShownSet {
  readonly head: string;
  /** Sorted: the kernel keeps no order. */
  readonly elements: readonly string[];
}

export function shownSets(operations: readonly Operation[]): ShownSet[] {
  const shown: { id: number | undefined; head: string; elements: string[] }[] = [];
  for (const operation of operations) {
    if (operation.op === 'newset') {
      const { set } = operation;
      shown.push({ id: set.id, head: headOf(set), elements: [] });
    } else if (operation.op === 'newelements') {
      const { setId, elements } = operation.elements;
      shown.find(({ id }) => id === setId)?.elements.push(...elements.map(elementOf));
    }
  }
  return shown.map(({ head, elements }) => ({ head, elements: elements.sort() }));
}

function headOf({ name, table, flags = 0, size }: SetMessage): string {
  return `${name} ${table} ${flags.toString(16)}${size === undefined ? '' : ` size ${size}`}`;
}

function elementOf(element: ElementMessage): string {
  const { key, keyEnd, data, verdict, chain, flags = 0 } = element;
  const to = keyEnd === undefined ? '' : ` - ${words(keyEnd)} `;
  const leads = verdict === undefined ? (data === undefined ? '' : words(data)) : verdictOf(verdict, chain);
  return `${key === undefined ? '' : `${words(key)} `}${to} : ${leads === '' ? '' : `${leads} `}${flags}`;
}

function verdictOf(number: number, chain: string | undefined): string {
  const statement = verdictNumbered(number, chain) ?? {};
  return `${Object.keys(statement)[0]}${chain === undefined ? '' : ` -> ${chain}`}`;
}

/** The lines of a record: of each set two, and then one with its elements. */
export function recordedSets(lines: readonly string[]): ShownSet[] {
  const sets: { head: string; elements: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('\telement')) {
      const elements = line.split('\t').flatMap((each) => /^element (.*?) \[end\]/.exec(each)?.[1] ?? []);
      sets.at(-1)?.elements.push(...elements);
    } else if (!/ 0$/.test(line)) sets.push({ head: line, elements: [] });
  }
  return sets.map(({ head, elements }) => ({ head, elements: elements.sort() }));
}

/** Register data, in words of the machine. */
function words(data: Uint8Array = new Uint8Array()): string {
  const padded = new Uint8Array((data.length + 3) & ~3);
  padded.set(data);
  const shown = Array.from(new Uint32Array(padded.buffer), (word) => word.toString(16).padStart(8, '0'));
  return shown.join(' ');
}
