import type { Handle } from '../../handle/handle.js';
import type { Expression, Family, MapEntry } from '../ast.js';
import { elementsToAst } from '../delinearize/set.js';
import { isInterval, kindOfSet } from '../delinearize/set_kind.js';
import { FAMILY_NUMBERS } from '../family.js';
import type { KernelSet } from '../kernel.js';
import type { Names } from '../names/names.js';
import { SYSTEM_NAMES } from '../names/system.js';
import type { ElementMessage } from '../operation.js';
import { dumpSet } from './dump.js';
import { withInterfaces } from './interfaces.js';
import { ObjectReader } from './read.js';

/** Which set or map. */
export interface SetReference {
  readonly family: Family;
  readonly table: string;
  readonly name: string;
}

/** Elements of a set, as one moment had them: they are received at once, and made into objects as they are asked for. */
export async function* elementsOf(
  handle: Handle,
  { family, table, name }: SetReference,
): AsyncGenerator<Expression | MapEntry, void> {
  const parts = await handle.netfilter((socket) => dumpSet(socket, FAMILY_NUMBERS[family], table, name));
  const reader = new ObjectReader();
  const collected: ElementMessage[] = [];
  for (const part of parts) {
    reader.read(part);
    const [set] = reader.objects.sets;
    if (set === undefined) continue;
    const elements = reader.takeElements();
    // Where an interval ends another element says.
    if (isInterval(set)) collected.push(...elements);
    else yield* await raise(handle, set, elements);
  }
  const [set] = reader.objects.sets;
  if (set !== undefined && collected.length > 0) yield* await raise(handle, set, collected);
}

function raise(
  handle: Handle,
  set: KernelSet,
  elements: readonly ElementMessage[],
): Promise<(Expression | MapEntry)[]> {
  return withInterfaces(handle, (interfaces) => {
    const names: Names = { ...SYSTEM_NAMES, ...interfaces };
    return elementsToAst({ ...set, elements }, kindOfSet(set).key, names);
  });
}
