import type { DupStatement, Expression, Family } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import type { Datatype } from '../datatype/datatype.js';
import { interfaceIndex } from '../datatype/lookup.js';
import { fail } from '../evaluate/context.js';
import { Instructions } from '../linearize/registers.js';
import { parseArgument } from '../parse/expression.js';
import { printExpression } from '../print/expression.js';
import { expression, object } from '../shape.js';
import { loadArgument, raiseArgument } from './argument.js';
import type { StatementDefinition } from './statement.js';

/** Where copies go, by the table's family. */
const TARGETS: Readonly<Partial<Record<Family, Datatype>>> = {
  ip: ipv4Address,
  ip6: ipv6Address,
  netdev: interfaceIndex,
};

const DEVICE = { type: interfaceIndex };

/** `dup to 192.0.2.1 device eth1`; in tables of the netdev family `dup to eth1`. */
export const dup: StatementDefinition<DupStatement> = {
  keywords: ['dup'],

  parse(parser) {
    parser.advance();
    parser.expectWord('to');
    const { start } = parser;
    const addr = parseArgument(parser);
    const node: { addr: Expression; dev?: Expression } = { addr };
    parser.mark(node, 'addr', start);
    if (parser.word('device')) {
      const deviceStart = parser.start;
      node.dev = parseArgument(parser);
      parser.mark(node, 'dev', deviceStart);
    }
    return { dup: node };
  },

  print({ dup: { addr, dev } }, context) {
    const target = printExpression(addr, TARGETS[context.family], context);
    return `dup to ${target}${dev === undefined ? '' : ` device ${printExpression(dev, interfaceIndex, context)}`}`;
  },

  shape: object({ dup: object({ addr: expression }, { dev: expression }) }),

  evaluate({ dup: node }, context) {
    context.enter('dup');
    const { family } = context;
    const type = TARGETS[family];
    if (type === undefined) {
      return fail(`packets are duplicated in tables of the ip, ip6 and netdev families, not ${family}`);
    }
    const instructions = new Instructions();
    const target = loadArgument(node, 'addr', { type }, context, instructions);
    if (family === 'netdev') {
      if (node.dev !== undefined) fail('"to" is the device already');
      instructions.add({ name: 'dup', ...(target === undefined ? {} : { sregDev: target }) });
    } else {
      const device = loadArgument(node, 'dev', DEVICE, context, instructions);
      instructions.add({
        name: 'dup',
        ...(target === undefined ? {} : { sregAddr: target }),
        ...(device === undefined ? {} : { sregDev: device }),
      });
    }
    context.steps.push(instructions.list);
    context.leave();
  },

  raise: {
    dup({ sregAddr, sregDev }, raising) {
      const type = TARGETS[raising.family];
      const target = raising.family === 'netdev' ? sregDev : sregAddr;
      const addr =
        type === undefined || target === undefined ? undefined : raiseArgument(target, { type }, raising);
      if (addr === undefined) return false;
      if (raising.family === 'netdev' || sregDev === undefined) {
        raising.statement({ dup: { addr } });
        return true;
      }
      const dev = raiseArgument(sregDev, DEVICE, raising);
      if (dev === undefined) return false;
      raising.statement({ dup: { addr, dev } });
      return true;
    },
  },
};
