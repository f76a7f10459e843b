import { NFT_QUEUE_FLAG_BYPASS, NFT_QUEUE_FLAG_CPU_FANOUT } from '../../uapi/nf_tables.js';
import type { Expression, QueueFlag, QueueStatement } from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { evaluateArgument } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { printExpression } from '../print/expression.js';
import { isSelector } from '../selector/index.js';
import { expression, object, oneOrMore, orNull, word } from '../shape.js';
import type { Term } from '../term.js';
import { toNumber } from '../value.js';
import { raiseArgument } from './argument.js';
import { compactList, listOf } from './flags.js';
import { parseQueue } from './queue_parse.js';
import type { StatementDefinition } from './statement.js';

const FLAGS: Readonly<Record<QueueFlag, number>> = {
  bypass: NFT_QUEUE_FLAG_BYPASS,
  fanout: NFT_QUEUE_FLAG_CPU_FANOUT,
};

export const FLAG_NAMES = Object.keys(FLAGS) as readonly QueueFlag[];

const LAST_QUEUE = 0xffff;

const NUMBER_OF_QUEUE = { type: hostInteger, order: 'host', bits: 16 } as const;

/** `queue [flags bypass,fanout] to 1-3`; `queue num 1-3 bypass` is the older form. */
export const queue: StatementDefinition<QueueStatement> = {
  keywords: ['queue'],

  parse: parseQueue,

  print({ queue: node }, context) {
    const flags = listOf(node?.flags);
    const words = flags.length === 0 ? '' : ` flags ${flags.join(',')}`;
    return `queue${words} to ${printExpression(node?.num ?? 0, hostInteger, context)}`;
  },

  shape: object({
    queue: orNull(object({}, { num: expression, flags: oneOrMore(word(...FLAG_NAMES)) })),
  }),

  evaluate({ queue: node }, context) {
    context.enter('queue');
    const flags = listOf(node?.flags).reduce((bits, flag) => bits | FLAGS[flag], 0);
    context.enter('num');
    const instructions = new Instructions();
    const target = evaluateTarget(node?.num ?? 0, instructions, context);
    if ((flags & NFT_QUEUE_FLAG_CPU_FANOUT) !== 0 && (target.total ?? 0) < 2)
      fail('fanout needs a range of queues');
    context.leave();
    instructions.add({ name: 'queue', ...target, ...(flags === 0 ? {} : { flags }) });
    context.steps.push(instructions.list);
    context.leave();
  },

  isFinal: () => true,

  raise: {
    queue({ num = 0, total = 1, flags = 0, sregQnum }, raising) {
      const names = FLAG_NAMES.filter((flag) => (flags & FLAGS[flag]) !== 0);
      const range = { range: [num, num + total - 1] } as const;
      const plain = total > 1 ? range : num;
      const target = sregQnum === undefined ? plain : raiseArgument(sregQnum, NUMBER_OF_QUEUE, raising);
      if (target === undefined) return false;
      raising.statement({
        queue: { num: target, ...(names.length === 0 ? {} : { flags: compactList(names) }) },
      });
      return true;
    },
  },
};

type Target = Omit<Extract<KnownExpression, { readonly name: 'queue' }>, 'name' | 'flags'>;

/** Queues by number, or a register with the number of one. */
function evaluateTarget(num: Expression, instructions: Instructions, context: RuleContext): Target {
  const { type, order, bits } = NUMBER_OF_QUEUE;
  const computed = typeof num === 'object' && isSelector(num);
  const term = evaluateArgument(num, type, context, order, computed ? 32 : bits);
  if (term.kind === 'constant') return { num: toNumber(term.value), total: 1 };
  if (term.kind === 'range') {
    const [first, last] = [toNumber(term.from.value), toNumber(term.to.value)];
    return { num: first, total: last - first + 1 };
  }
  if (largest(term) > LAST_QUEUE) fail(`the number of a queue is at most ${LAST_QUEUE}`);
  const register = instructions.allocate();
  loadTerm(term, register, instructions);
  return { sregQnum: register };
}

/** The largest number that a generator or a hash makes. */
function largest(term: Term): number {
  switch (term.kind) {
    case 'numgen':
    case 'jhash':
    case 'symhash':
      return term.modulus + term.offset - 1;
    default:
      return 0;
  }
}
