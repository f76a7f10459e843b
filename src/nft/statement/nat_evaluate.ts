import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import { NFT_NAT_DNAT, NFT_NAT_SNAT } from '../../uapi/nf_tables.js';
import type { Expression, Nat } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import { concatenation } from '../datatype/concat.js';
import type { Datatype, TypedField } from '../datatype/datatype.js';
import { inetService } from '../datatype/inet.js';
import { evaluateArgument, evaluateExpected } from '../evaluate/argument.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import { isMap } from '../evaluate/set.js';
import type { KnownExpression } from '../expr/index.js';
import { ip } from '../fields/ip.js';
import { ip6 } from '../fields/ip6.js';
import { Instructions } from '../linearize/registers.js';
import { loadTerm } from '../linearize/term.js';
import { isValue } from '../set/definition.js';
import type { Term } from '../term.js';
import { listOf } from './flags.js';
import type { NatKind } from './nat.js';
import { flagBits } from './nat_flags.js';
import { type NatRegisters, placesOf, slotsOf } from './nat_registers.js';

type IPFamily = 'ip' | 'ip6';

const ADDRESSES: Readonly<Record<IPFamily, Datatype>> = { ip: ipv4Address, ip6: ipv6Address };

const NUMBERS: Readonly<Record<IPFamily, number>> = { ip: NFPROTO_IPV4, ip6: NFPROTO_IPV6 };

export function evaluateNat(kind: NatKind, node: Nat, context: RuleContext): KnownExpression[] {
  const family = ipFamily(node, context);
  const instructions = new Instructions();
  const address = loadTarget(evaluateAddress(node, family, context), instructions);
  if (address.regProtoMin !== undefined && node.port !== undefined)
    fail('the map says the port already, so that none can stand behind it');
  const [regProtoMin, regProtoMax] = loadRange(evaluatePort(node.port, context), instructions);
  const flags = flagBits(node);
  const rest = {
    ...(regProtoMin === undefined ? {} : { regProtoMin }),
    ...(regProtoMax === undefined ? {} : { regProtoMax }),
    ...(flags === 0 ? {} : { flags }),
  };
  if (kind === 'masquerade') instructions.add({ name: 'masq', ...rest });
  else if (kind === 'redirect') instructions.add({ name: 'redir', ...rest });
  else {
    instructions.add({
      name: 'nat',
      type: kind === 'snat' ? NFT_NAT_SNAT : NFT_NAT_DNAT,
      family: node.addr === undefined || family === undefined ? portFamily(context) : NUMBERS[family],
      ...address,
      ...rest,
    });
  }
  return instructions.list;
}

/** The version of IP that addresses are of; undefined where nothing says. */
function ipFamily(node: Nat, context: RuleContext): IPFamily | undefined {
  if (context.family !== 'ip' && context.family !== 'ip6' && context.family !== 'inet') {
    fail(`addresses can be translated in tables of the ip, ip6 and inet families, not ${context.family}`);
  }
  if (node.family !== undefined) return node.family;
  if (context.family !== 'inet') return context.family;
  const network = context.protocols.at('network');
  if (network === ip) return 'ip';
  return network === ip6 ? 'ip6' : undefined;
}

/** Without an address either version of IP will do where the table sees both. */
function portFamily({ family }: RuleContext): number {
  if (family === 'inet') return NFPROTO_INET;
  return family === 'ip' ? NFPROTO_IPV4 : NFPROTO_IPV6;
}

/** Loads one value or both ends of a range, each into its register. */
function loadRange(term: Term | undefined, instructions: Instructions): [number?, number?] {
  if (term === undefined) return [];
  const min = instructions.allocate();
  if (term.kind !== 'range') {
    loadTerm(term, min, instructions);
    return [min];
  }
  const max = instructions.allocate();
  loadTerm(term.from, min, instructions);
  loadTerm(term.to, max, instructions);
  return [min, max];
}

/** Loads an address, a range of them, or what a map leads to: perhaps a range, perhaps with a port. */
function loadTarget(term: Term | undefined, instructions: Instructions): NatRegisters {
  if (term?.kind === 'range' || term === undefined) {
    const [regAddrMin, regAddrMax] = loadRange(term, instructions);
    return {
      ...(regAddrMin === undefined ? {} : { regAddrMin }),
      ...(regAddrMax === undefined ? {} : { regAddrMax }),
    };
  }
  const first = instructions.allocateSlots(slotsOf(term));
  loadTerm(term, first, instructions);
  return placesOf(term, first);
}

function evaluateAddress(node: Nat, family: IPFamily | undefined, context: RuleContext): Term | undefined {
  const { addr } = node;
  if (addr === undefined) return undefined;
  if (family === undefined) {
    return fail(
      'say which version of IP this is for, as in "dnat ip to", because tables of the inet family see both',
    );
  }
  const network = context.protocols.at('network');
  if ((network === ip && family === 'ip6') || (network === ip6 && family === 'ip')) {
    fail(`the rule is for ${network.name}, and an ${family} address cannot be translated to`);
  }
  context.enter('addr');
  const address: TypedField = {
    type: context.family === 'inet' ? ADDRESSES[family] : ADDRESSES[context.family as IPFamily],
    bits: ADDRESSES[family].bits,
    order: 'big',
  };
  const withPort = listOf(node.type_flags).includes('concat') || leadsToPort(addr, context);
  const wanted = withPort ? besidePort(address) : address;
  const term = evaluateExpected(addr, { ...wanted, ranges: true }, context);
  if (withPort && !knowsTransport(addr, context)) fail(WITHOUT_TRANSPORT);
  context.leave();
  return term;
}

function besidePort(address: TypedField): TypedField {
  const type = concatenation([address, { type: inetService, bits: inetService.bits, order: 'big' }]);
  return { type, bits: type.bits, order: 'big' };
}

/** Whether it is a map whose keys lead to an address and a port. */
function leadsToPort(address: Expression, { sets }: RuleContext): boolean {
  if (!isMap(address)) return false;
  const data = address.map?.data;
  if (typeof data === 'string') {
    const found = sets?.find(data.replace(/^@/, ''))?.data;
    return isValue(found) && found.type.fields !== undefined;
  }
  if (typeof data !== 'object' || !('set' in data) || !Array.isArray(data.set)) return false;
  return data.set.some((entry: unknown) => {
    const target: unknown = Array.isArray(entry) ? entry[1] : undefined;
    return typeof target === 'object' && target !== null && 'concat' in target;
  });
}

const WITHOUT_TRANSPORT =
  'ports can be translated only after a match of the transport protocol, such as "tcp dport 80"';

/** Whether it is known which protocol ports are of: the rule says it, or the key of the map does. */
function knowsTransport(address: Expression | undefined, { protocols }: RuleContext): boolean {
  if (protocols.at('transport') !== undefined) return true;
  if (address === undefined || !isMap(address)) return false;
  const { key } = address.map;
  if (typeof key !== 'object' || Array.isArray(key) || !('concat' in key)) return false;
  return (key.concat as readonly Expression[]).some(isTransportKey);
}

function isTransportKey(part: Expression): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('meta' in part) return part.meta.key === 'l4proto';
  if (!('payload' in part) || 'base' in part.payload) return false;
  const { protocol, field } = part.payload;
  return (protocol === 'ip' && field === 'protocol') || (protocol === 'ip6' && field === 'nexthdr');
}

function evaluatePort(port: Expression | undefined, context: RuleContext): Term | undefined {
  if (port === undefined) return undefined;
  context.enter('port');
  if (context.protocols.at('transport') === undefined) fail(WITHOUT_TRANSPORT);
  const term = evaluateArgument(port, inetService, context, 'big');
  context.leave();
  return term;
}
