import type { Flowtable } from '../ast.js';
import { formatPriority } from '../priority.js';
import { listOf } from '../statement/flags.js';

/** A flowtable within its table; `handle` stands behind the opening brace. */
export function printFlowtable(flowtable: Flowtable, handle: string, numericPriority: boolean): string {
  const { name, hook = 'ingress', prio = 0 } = flowtable;
  const devices = listOf(flowtable.dev);
  const flags = listOf(flowtable.flags);
  const priority = numericPriority ? prio : formatPriority(prio, 'netdev', hook);
  const lines = [
    `hook ${hook} priority ${priority}`,
    ...(devices.length === 0 ? [] : [`devices = { ${devices.join(', ')} }`]),
    ...(flags.includes('offload') ? ['flags offload'] : []),
    ...(flags.includes('counter') ? ['counter'] : []),
  ];
  return `\tflowtable ${name} {${handle}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}
