import { NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_UNSPEC } from '../../uapi/netfilter.js';
import type { Expression, Family, TproxyStatement } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import { inetService } from '../datatype/inet.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { Instructions } from '../linearize/registers.js';
import { parseArgument } from '../parse/expression.js';
import { printExpression } from '../print/expression.js';
import { expression, object, word } from '../shape.js';
import { loadArgument, raiseArgument } from './argument.js';
import type { StatementDefinition } from './statement.js';

type Tproxy = TproxyStatement['tproxy'];

type IPFamily = 'ip' | 'ip6';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const FAMILIES = {
  ip: { number: NFPROTO_IPV4, type: ipv4Address },
  ip6: { number: NFPROTO_IPV6, type: ipv6Address },
} as const;

const PORT = { type: inetService, order: 'big' } as const;

function isIPFamily(family: Family): family is IPFamily {
  return family === 'ip' || family === 'ip6';
}

/** `tproxy [ip|ip6] to address:port` */
export const tproxy: StatementDefinition<TproxyStatement> = {
  keywords: ['tproxy'],

  parse(parser) {
    parser.advance();
    const node: Writable<Tproxy> = {};
    if (!parser.word('to')) {
      node.family = parser.oneOf(['ip', 'ip6'], 'a family, or "to"');
      parser.expectWord('to');
    }
    if (!parser.atSymbol(':')) {
      const { start } = parser;
      node.addr = parseArgument(parser);
      parser.mark(node, 'addr', start);
    }
    if (parser.symbol(':')) {
      const { start } = parser;
      node.port = parseArgument(parser);
      parser.mark(node, 'port', start);
    }
    return { tproxy: node };
  },

  print({ tproxy: { family, addr, port } }, context) {
    const version = family === undefined ? '' : ` ${family}`;
    const address = addr === undefined ? '' : inBrackets(addr, printExpression(addr, undefined, context));
    const service = port === undefined ? '' : `:${printExpression(port, inetService, context)}`;
    return `tproxy${version} to ${address}${service}`;
  },

  withExpressions: ({ tproxy: node }, change) => ({
    tproxy: {
      ...node,
      ...(node.addr === undefined ? {} : { addr: change(node.addr) }),
      ...(node.port === undefined ? {} : { port: change(node.port, inetService) }),
    },
  }),

  shape: object({
    tproxy: object({}, { family: word('ip', 'ip6'), addr: expression, port: expression }),
  }),

  evaluate({ tproxy: node }, context) {
    context.enter('tproxy');
    if (node.addr === undefined && node.port === undefined) fail('an address or a port is needed');
    const family = familyOf(node, context);
    if (context.protocols.at('transport') === undefined) {
      fail('a transport protocol must be matched before, as by "tcp dport 80" or "meta l4proto udp"');
    }
    const instructions = new Instructions();
    const address =
      family === undefined
        ? undefined
        : loadArgument(node, 'addr', { type: FAMILIES[family].type }, context, instructions);
    const port = loadArgument(node, 'port', PORT, context, instructions);
    instructions.add({
      name: 'tproxy',
      family: family === undefined ? NFPROTO_UNSPEC : FAMILIES[family].number,
      ...(address === undefined ? {} : { regAddr: address }),
      ...(port === undefined ? {} : { regPort: port }),
    });
    context.steps.push(instructions.list);
    context.leave();
  },

  raise: {
    tproxy({ family: number, regAddr, regPort }, raising) {
      const family = number === NFPROTO_IPV4 ? 'ip' : number === NFPROTO_IPV6 ? 'ip6' : undefined;
      const node: Writable<Tproxy> = {};
      if (family !== undefined && !isIPFamily(raising.family)) node.family = family;
      if (regAddr !== undefined) {
        const addr = family && raiseArgument(regAddr, { type: FAMILIES[family].type }, raising);
        if (addr === undefined) return false;
        node.addr = addr;
      }
      if (regPort !== undefined) {
        // Like nft, keeps the test of the protocol in front of a map to ports.
        raising.dependencies.reset();
        const port = raiseArgument(regPort, PORT, raising);
        if (port === undefined) return false;
        node.port = port;
      }
      raising.statement({ tproxy: node });
      return true;
    },
  },
};

/** The version of IP that is meant; in tables of the inet family undefined for both, which an address cannot be of. */
function familyOf(node: Tproxy, context: RuleContext): IPFamily | undefined {
  const { family, protocols } = context;
  if (!isIPFamily(family) && family !== 'inet') {
    fail(`tproxy is for tables of the ip, ip6 and inet families, not ${family}`);
  }
  const network = protocols.at('network');
  const matched = network === ip ? 'ip' : network === ip6 ? 'ip6' : undefined;
  if (node.family !== undefined && matched !== undefined && node.family !== matched)
    fail(`the rule is for ${matched}, and this for ${node.family}`);
  if (isIPFamily(family)) return family;
  if (node.family === undefined && node.addr !== undefined)
    fail(
      'say which version of IP this is for, as in "tproxy ip to", because tables of the inet family see both',
    );
  return node.family;
}

function inBrackets(address: Expression, printed: string): string {
  return typeof address === 'string' && address.includes(':') ? `[${printed}]` : printed;
}
