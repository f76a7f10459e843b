import { NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import type { Expression, FwdStatement } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import { interfaceIndex } from '../datatype/lookup.js';
import { fail } from '../evaluate/context.js';
import { Instructions } from '../linearize/registers.js';
import { parseArgument } from '../parse/expression.js';
import { printExpression } from '../print/expression.js';
import { expression, object, word } from '../shape.js';
import { loadArgument, raiseArgument } from './argument.js';
import type { StatementDefinition } from './statement.js';

type IPFamily = 'ip' | 'ip6';

const FAMILIES = {
  ip: { number: NFPROTO_IPV4, type: ipv4Address },
  ip6: { number: NFPROTO_IPV6, type: ipv6Address },
} as const;

const DEVICE = { type: interfaceIndex };

/** `fwd to eth1`, or to a neighbour there: `fwd ip to 192.0.2.1 device eth1`. */
export const fwd: StatementDefinition<FwdStatement> = {
  keywords: ['fwd'],

  parse(parser) {
    parser.advance();
    const family = parser.atWord('to') ? undefined : parser.oneOf(['ip', 'ip6'], 'a family, or "to"');
    parser.expectWord('to');
    const { start } = parser;
    const target = parseArgument(parser);
    if (family === undefined) {
      const node = { dev: target };
      parser.mark(node, 'dev', start);
      return { fwd: node };
    }
    const end = parser.previousEnd;
    parser.expectWord('device');
    const deviceStart = parser.start;
    const node: { dev: Expression; family: IPFamily; addr: Expression } = {
      dev: parseArgument(parser),
      family,
      addr: target,
    };
    parser.mark(node, 'dev', deviceStart);
    parser.markUpTo(node, 'addr', start, end);
    return { fwd: node };
  },

  print({ fwd: { dev, family, addr } }, context) {
    const device = printExpression(dev, interfaceIndex, context);
    if (family === undefined || addr === undefined) return `fwd to ${device}`;
    return `fwd ${family} to ${printExpression(addr, FAMILIES[family].type, context)} device ${device}`;
  },

  shape: object({ fwd: object({ dev: expression }, { family: word('ip', 'ip6'), addr: expression }) }),

  evaluate({ fwd: node }, context) {
    context.enter('fwd');
    if (context.family !== 'netdev')
      fail(`packets are forwarded in tables of the netdev family, not ${context.family}`);
    if ((node.family === undefined) !== (node.addr === undefined))
      fail('an address and its family go together');
    const family = node.family === undefined ? undefined : FAMILIES[node.family];
    const instructions = new Instructions();
    const device = loadArgument(node, 'dev', DEVICE, context, instructions);
    const address =
      family === undefined
        ? undefined
        : loadArgument(node, 'addr', { type: family.type }, context, instructions);
    if (device === undefined) return fail('the device is missing');
    instructions.add({
      name: 'fwd',
      sregDev: device,
      ...(family === undefined || address === undefined ? {} : { sregAddr: address, nfproto: family.number }),
    });
    context.steps.push(instructions.list);
    context.leave();
  },

  isFinal: () => true,

  raise: {
    fwd({ sregDev, sregAddr, nfproto }, raising) {
      const dev = raiseArgument(sregDev, DEVICE, raising);
      if (dev === undefined) return false;
      if (sregAddr === undefined) {
        raising.statement({ fwd: { dev } });
        return true;
      }
      const family = nfproto === NFPROTO_IPV4 ? 'ip' : nfproto === NFPROTO_IPV6 ? 'ip6' : undefined;
      const addr = family && raiseArgument(sregAddr, { type: FAMILIES[family].type }, raising);
      if (family === undefined || addr === undefined) return false;
      raising.statement({ fwd: { dev, family, addr } });
      return true;
    },
  },
};
