import type { Includes, SourceText } from '../parse/sources.js';

/** Set statements, in text and in JSON as text. */
const STATEMENTS = [/\b(?:add|update|delete)\s+@\s*"?([\w./\\-]+)/g, /"set"\s*:\s*"@([^"]+)"/g];

const INCLUDE = /\binclude\s+"([^"\n]*)"/g;

/**
 * The names of the sets that packets may fill, by the set statements of an input: as nft does it, these need no `flags
 * dynamic`. What only looks like such a statement makes a set dynamic, too, which costs little.
 */
export function filledIn(input: unknown, includes?: Includes): ReadonlySet<string> {
  if (typeof input === 'string') return filledInText({ text: input }, includes);
  if (isSource(input)) return filledInText(input, includes);
  const names = new Set<string>();
  const commands = isObject(input) && Array.isArray(input.nftables) ? input.nftables : input;
  for (const command of Array.isArray(commands) ? commands : []) {
    for (const statement of statementsOf(command)) {
      const node = isObject(statement) ? statement.set : undefined;
      const name = isObject(node) ? node.set : undefined;
      if (typeof name === 'string') names.add(name.replace(/^@/, ''));
    }
  }
  return names;
}

function filledInText(source: SourceText, includes: Includes | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const read = new Set<string>();
  for (let texts = [source.text]; texts.length > 0; ) {
    const included: string[] = [];
    for (const text of texts) {
      for (const pattern of STATEMENTS) for (const [, name = ''] of text.matchAll(pattern)) names.add(name);
      for (const [, pattern = ''] of includes === undefined ? [] : text.matchAll(INCLUDE)) {
        const files = read.has(pattern) ? [] : includes?.(pattern);
        read.add(pattern);
        if (Array.isArray(files)) included.push(...files.map((file: SourceText) => file.text));
      }
    }
    texts = included;
  }
  return names;
}

/** The statements of the rule that a command adds, if it adds one: under its verb, or without one. */
function statementsOf(command: unknown): readonly unknown[] {
  if (!isObject(command)) return [];
  const [first] = Object.values(command);
  const rule = command.rule ?? (isObject(first) ? first.rule : undefined);
  return isObject(rule) && Array.isArray(rule.expr) ? rule.expr : [];
}

function isSource(input: unknown): input is SourceText {
  return isObject(input) && typeof input.text === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
