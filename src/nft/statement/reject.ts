import {
  NFT_REJECT_ICMP_UNREACH,
  NFT_REJECT_ICMPX_UNREACH,
  NFT_REJECT_TCP_RST,
} from '../../uapi/nf_tables.js';
import type { Expression, Family, RejectStatement, RejectType } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { icmpCode, icmpv6Code, icmpxCode } from '../datatype/protocol.js';
import type { Raising } from '../delinearize/raising.js';
import { fail, type RuleContext, type Step } from '../evaluate/context.js';
import { addDependency } from '../evaluate/dependency.js';
import { evaluateExpression } from '../evaluate/expression.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { ether, vlan } from '../fields/link.js';
import { layerIndex } from '../fields/protocol.js';
import { netdev } from '../fields/standin.js';
import { tcp } from '../fields/transport.js';
import type { Parser } from '../parse/parser.js';
import { printExpression } from '../print/expression.js';
import { expression, object, orNull, word } from '../shape.js';
import { fromNumber, toNumber } from '../value.js';
import type { StatementDefinition } from './statement.js';

interface Kind {
  /** NFT_REJECT_*. */
  readonly type: number;
  readonly codes: Datatype;
  /** The code that goes without saying, where the table's family says the rest. */
  readonly usual: string;
}

const PORT_UNREACHABLE = 'port-unreachable';

const KINDS: Readonly<Record<Exclude<RejectType, 'tcp reset'>, Kind>> = {
  icmp: { type: NFT_REJECT_ICMP_UNREACH, codes: icmpCode, usual: PORT_UNREACHABLE },
  icmpv6: { type: NFT_REJECT_ICMP_UNREACH, codes: icmpv6Code, usual: PORT_UNREACHABLE },
  icmpx: { type: NFT_REJECT_ICMPX_UNREACH, codes: icmpxCode, usual: PORT_UNREACHABLE },
};

type IcmpKind = keyof typeof KINDS;

/** `reject`, `reject with tcp reset`, `reject with icmp host-unreachable`. */
export const reject: StatementDefinition<RejectStatement> = {
  keywords: ['reject'],

  parse(parser) {
    parser.advance();
    if (!parser.word('with')) return { reject: null };
    if (parser.word('tcp')) {
      parser.expectWord('reset');
      return { reject: { type: 'tcp reset' } };
    }
    const type = parser.oneOf(['icmp', 'icmpv6', 'icmpx'], 'how to reject');
    parser.word('type');
    const { start } = parser;
    const node = { type, expr: parseCode(parser) };
    parser.mark(node, 'expr', start);
    return { reject: node };
  },

  print({ reject: node }, context) {
    if (node?.type === undefined) return 'reject';
    if (node.type === 'tcp reset') return 'reject with tcp reset';
    const { codes, usual } = KINDS[node.type];
    const verbose = node.type !== 'icmpx' && context.family !== 'ip' && context.family !== 'ip6';
    if (node.expr === usual && !verbose) return 'reject';
    return `reject with ${node.type} ${printExpression(node.expr ?? 0, codes, context)}`;
  },

  withExpressions(statement, change) {
    const { reject: node } = statement;
    if (node?.type === undefined || node.type === 'tcp reset' || node.expr === undefined) return statement;
    return { reject: { type: node.type, expr: change(node.expr, KINDS[node.type].codes) } };
  },

  shape: object({
    reject: orNull(object({}, { type: word('tcp reset', ...Object.keys(KINDS)), expr: expression })),
  }),

  evaluate({ reject: node }, context) {
    context.enter('reject');
    const type = node?.type ?? defaultType(context);
    checkFamily(type, context);
    const code = type === 'tcp reset' ? undefined : evaluateCode(type, node, context);
    requireProtocol(type, context);
    context.steps.push([
      {
        name: 'reject',
        type: type === 'tcp reset' ? NFT_REJECT_TCP_RST : KINDS[type].type,
        ...(code === undefined ? { code: 0 } : { code }),
      },
    ]);
    context.leave();
  },

  isFinal: () => true,

  raise: {
    reject({ type, code = 0 }, raising) {
      if (type === NFT_REJECT_TCP_RST) {
        // In other families nft keeps the test, which stands first and not where the reset is.
        if (raising.family === 'ip' || raising.family === 'ip6')
          raising.dependencies.release(layerIndex('transport'));
        raising.statement({ reject: { type: 'tcp reset' } });
        return true;
      }
      const kind = type === NFT_REJECT_ICMPX_UNREACH ? 'icmpx' : raisedKind(raising);
      if (kind === undefined || (type !== NFT_REJECT_ICMP_UNREACH && kind !== 'icmpx')) return false;
      if (raising.family !== 'ip' && raising.family !== 'ip6' && kind !== 'icmpx') {
        raising.dependencies.release(layerIndex('network'));
      }
      const expr = KINDS[kind].codes.toAst(fromNumber(code, 1), raising.names);
      raising.statement({ reject: { type: kind, expr } });
      return true;
    },
  },
};

function parseCode(parser: Parser): Expression {
  const { value } = parser;
  if (/^\d/.test(value)) return parser.integer('a code');
  return parser.identifier('a code') && value;
}

function versionOf(context: { readonly protocols: RuleContext['protocols'] }): 'icmp' | 'icmpv6' | undefined {
  const network = context.protocols.at('network');
  if (network === ip) return 'icmp';
  return network === ip6 ? 'icmpv6' : undefined;
}

/** Of tables that see both versions of IP, the version comes from what was matched before. */
function raisedKind(raising: Raising): IcmpKind | undefined {
  return versionOf(raising);
}

function defaultType(context: RuleContext): IcmpKind {
  return versionOf(context) ?? 'icmpx';
}

function evaluateCode(type: IcmpKind, node: RejectStatement['reject'], context: RuleContext): number {
  const { codes, usual } = KINDS[type];
  // A type without a code is the first code, as in nft; nothing at all is the usual one.
  const expr = node?.type === undefined ? usual : (node.expr ?? 0);
  context.enter('expr');
  context.expect(codes);
  const term = evaluateExpression(expr, context);
  if (term.kind !== 'constant') return fail('a code is a plain constant');
  context.leave();
  return toNumber(term.value);
}

const MIXED: ReadonlySet<Family> = new Set(['bridge', 'netdev']);

function checkFamily(type: RejectType, context: RuleContext): void {
  const { family, protocols } = context;
  if (family === 'arp') fail('tables of the arp family cannot reject');
  if (family === 'ip' || family === 'ip6') {
    if (type === 'icmpx') fail('icmpx is for tables that see both versions of IP');
    if (type === (family === 'ip' ? 'icmpv6' : 'icmp'))
      fail(`${type} does not go with tables of the ${family} family`);
    return;
  }
  const network = protocols.at('network');
  if (MIXED.has(family)) {
    const link = protocols.at('link');
    if (link !== ether && link !== vlan && link !== netdev)
      fail('packets of this link layer cannot be rejected');
    if (network !== undefined && network !== ip && network !== ip6)
      fail(`${network.name} cannot be rejected`);
  }
  const version = versionOf(context);
  if ((type === 'icmp' || type === 'icmpv6') && network !== undefined && version !== type) {
    fail(`${type} does not go with ${network.name}`);
  }
}

/** A reset is for TCP, an ICMP error for its version of IP; the tests come before anything that the rule does. */
function requireProtocol(type: RejectType, context: RuleContext): void {
  const { protocols } = context;
  const transport = protocols.at('transport');
  if (type === 'tcp reset' && transport !== undefined && transport !== tcp) {
    fail(`${transport.name} knows no reset`);
  }
  if (type === 'tcp reset' && transport === undefined) {
    prepend(context, () => addDependency('transport', tcp, context));
  }
  const byFamily = context.family === 'ip' || context.family === 'ip6';
  if ((type === 'icmp' || type === 'icmpv6') && !byFamily && protocols.at('network') === undefined) {
    prepend(context, () => addDependency('network', type === 'icmp' ? ip : ip6, context));
  }
}

/** Puts the steps that `add` adds before all others. */
function prepend(context: RuleContext, add: () => void): void {
  const before = context.steps.length;
  add();
  const added: Step[] = context.steps.splice(before);
  context.steps.unshift(...added);
}
