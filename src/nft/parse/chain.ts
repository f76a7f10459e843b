import type { Chain, ChainType, Family, Hook } from '../ast.js';
import { hookNumber, hooksOf } from '../hook.js';
import { priorityNamed } from '../priority.js';
import { hasPart } from './common.js';
import { NUMBER } from './lexer.js';
import type { ParsedCommand } from './objects.js';
import { PAUSE, type Parser, type Steps } from './parser.js';
import { parseComment, parseRuleBody } from './rule.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const TYPES: readonly ChainType[] = ['filter', 'nat', 'route'];

const HOOKS: readonly Hook[] = [
  'prerouting',
  'input',
  'forward',
  'postrouting',
  'output',
  'ingress',
  'egress',
];

/** What stands in a chain's braces: completes the chain and returns the commands that add its rules. */
export function* parseChainBlock(parser: Parser, chain: Writable<Chain>): Steps {
  const rules: ParsedCommand[] = [];
  parser.expectSymbol('{');
  while (hasPart(parser)) {
    const { start } = parser;
    if (parser.word('type')) parseHook(parser, chain);
    else if (parser.word('policy')) readPolicy(parser, chain, start);
    else if (parser.word('flags')) {
      parser.expectWord('offload');
      chain.flags = ['offload'];
    } else if (parser.word('comment')) readComment(parser, chain, start);
    else {
      const rule = {
        family: chain.family,
        table: chain.table,
        chain: chain.name,
        ...parseRuleBody(parser, chain.family),
      };
      rules.push({ command: { add: { rule } }, start, end: parser.previousEnd });
      yield PAUSE;
    }
    parser.separator(false);
  }
  return rules;
}

function readPolicy(parser: Parser, chain: Writable<Chain>, start: number): void {
  const policy = parser.oneOf(['accept', 'drop'], 'a policy');
  if (chain.policy !== undefined)
    parser.failAt({ start, end: parser.previousEnd }, 'the chain has a policy already');
  chain.policy = policy;
  parser.mark(chain, 'policy', start);
}

function readComment(parser: Parser, chain: Writable<Chain>, start: number): void {
  if (chain.comment !== undefined)
    parser.failAt({ start, end: parser.previousEnd }, 'the chain has a comment already');
  chain.comment = parseComment(parser);
  parser.mark(chain, 'comment', start);
}

/** `filter hook input [device eth0] priority 0`, behind `type`. */
function parseHook(parser: Parser, chain: Writable<Chain>): void {
  const typeStart = parser.start;
  chain.type = parser.oneOf(TYPES, 'a chain type');
  parser.mark(chain, 'type', typeStart);
  parser.expectWord('hook');
  const hookStart = parser.start;
  const hook = parser.oneOf(HOOKS, 'a hook');
  chain.hook = hook;
  parser.mark(chain, 'hook', hookStart);
  if (hookNumber(chain.family, hook) === undefined) {
    const known = hooksOf(chain.family).join(', ');
    parser.failAt(
      { start: hookStart, end: parser.previousEnd },
      `tables of the ${chain.family} family have no ${hook} hook (they have ${known})`,
    );
  }
  readDevices(parser, chain);
  parser.expectWord('priority');
  const priorityStart = parser.start;
  chain.prio = parsePriority(parser, chain.family, hook);
  parser.mark(chain, 'prio', priorityStart);
}

function readDevices(parser: Parser, chain: Writable<Chain>): void {
  const { start } = parser;
  if (parser.word('device')) chain.dev = parser.string('the name of an interface');
  else if (parser.word('devices')) {
    parser.expectSymbol('=');
    chain.dev = parseDeviceList(parser);
  } else return;
  parser.mark(chain, 'dev', start);
}

export function parseDeviceList(parser: Parser): string[] {
  const devices: string[] = [];
  parser.expectSymbol('{');
  do {
    parser.newline();
    if (parser.atSymbol('}')) break;
    devices.push(parser.string('the name of an interface'));
    parser.newline();
  } while (parser.symbol(','));
  parser.expectSymbol('}');
  return devices;
}

/** A number, or a name with a difference: `dstnat - 5`. */
export function parsePriority(parser: Parser, family: Family, hook: Hook): number {
  if (parser.kind === NUMBER) return parser.number('a priority', 0x7fffffff);
  if (parser.symbol('-')) return -parser.number('a priority', 0x80000000);
  const { start, value } = parser;
  if (!parser.atName) parser.unexpected('a priority');
  parser.advance();
  const base = priorityNamed(value, family, hook);
  if (base === undefined) {
    const where = `tables of the ${family} family at ${hook}`;
    return parser.failAt({ start, end: parser.previousEnd }, `"${value}" is no priority of ${where}`);
  }
  if (parser.symbol('+')) return base + parser.number('a number');
  if (parser.symbol('-')) return base - parser.number('a number');
  return base;
}
