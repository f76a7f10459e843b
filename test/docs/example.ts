import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as netloom from '../../src/index.js';

/** Runs a JavaScript example of a page of docs/, the first if no other is named; returns the lines that it prints. */
export async function runExample(page: string, which = 0): Promise<string[]> {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  const code = [...text.matchAll(/```js\n([\s\S]*?)```/g)][which]?.[1] ?? '';
  const [, list = ''] = /import \{ (.*) \} from 'netloom';/.exec(code) ?? [];
  const names = list.split(', ');
  const imported = names.map((name) => (netloom as Readonly<Record<string, unknown>>)[name]);
  const lines: string[] = [];
  const console = { log: (...words: unknown[]) => lines.push(words.join(' ')) };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await AsyncFunction(...names, 'console', code.replace(/import .*\n/, ''))(...imported, console);
  return lines;
}
