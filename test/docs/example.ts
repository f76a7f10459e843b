import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as netloom from '../../src/index.js';

/** Runs the first JavaScript example of a page of docs/; returns the lines that it prints. */
export async function runExample(page: string): Promise<string[]> {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const [, list = ''] = /import \{ (.*) \} from 'netloom';/.exec(code) ?? [];
  const names = list.split(', ');
  const imported = names.map((name) => (netloom as Readonly<Record<string, unknown>>)[name]);
  const lines: string[] = [];
  const console = { log: (...words: unknown[]) => lines.push(words.join(' ')) };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await AsyncFunction(...names, 'console', code.replace(/import .*\n/, ''))(...imported, console);
  return lines;
}
