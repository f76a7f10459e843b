import { NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import type { Expression, Nat } from '../ast.js';
import { ipv4Address, ipv6Address } from '../datatype/address.js';
import type { Datatype } from '../datatype/datatype.js';
import { inetService } from '../datatype/inet.js';
import { termToAst } from '../delinearize/ast.js';
import { typed } from '../delinearize/constant.js';
import type { Raising } from '../delinearize/raising.js';
import { completeTerm } from '../delinearize/term.js';
import type { NatExpression } from '../expr/nat.js';
import type { Constant, Term } from '../term.js';
import { networkLength } from '../value.js';
import { isComposed, placesOf } from './nat_registers.js';

/** What a translation leads to. */
interface Target {
  readonly nat: Pick<Nat, 'addr' | 'port'>;
  /** Whether it is one expression that stands for more than an address. */
  readonly composed: boolean;
}

/** The address and port of a translation; undefined where its registers cannot be put into words. */
export function raiseTarget(expression: NatExpression, raising: Raising): Target | undefined {
  const { family, regAddrMin, regAddrMax, regProtoMin, regProtoMax } = expression;
  const term = regAddrMin === undefined ? undefined : raising.register(regAddrMin);
  if (regAddrMin !== undefined && term?.kind === 'map' && isComposed(term)) {
    const places = placesOf(term, regAddrMin);
    // Where there is no last one, the kernel lists the first one again.
    const same =
      (regAddrMax ?? regAddrMin) === (places.regAddrMax ?? regAddrMin) &&
      regProtoMin === places.regProtoMin &&
      (regProtoMax ?? regProtoMin) === (places.regProtoMax ?? regProtoMin);
    completeTerm(term, raising);
    return same ? { nat: { addr: termToAst(term, raising.names) }, composed: true } : undefined;
  }
  const address = raiseAddress(family, regAddrMin, regAddrMax, raising);
  const port = raisePort(regProtoMin, regProtoMax, raising);
  if (address === undefined || port === undefined) return undefined;
  return { nat: { ...address, ...port }, composed: false };
}

function raiseAddress(
  family: number,
  min: number | undefined,
  max: number | undefined,
  raising: Raising,
): Pick<Nat, 'addr'> | undefined {
  if (min === undefined) return {};
  const type = family === NFPROTO_IPV4 ? ipv4Address : family === NFPROTO_IPV6 ? ipv6Address : undefined;
  const addr = type && raiseRange(type, min, max, raising);
  return addr === undefined ? undefined : { addr };
}

/** The port of a translation; undefined where its registers cannot be put into words. */
export function raisePort(
  min: number | undefined,
  max: number | undefined,
  raising: Raising,
): Pick<Nat, 'port'> | undefined {
  if (min === undefined) return {};
  // Like nft, keeps the test of the protocol in front of a map to ports.
  raising.dependencies.reset();
  const port = raiseRange(inetService, min, max, raising);
  return port === undefined ? undefined : { port };
}

function raiseRange(
  type: Datatype,
  min: number,
  max: number | undefined,
  raising: Raising,
): Expression | undefined {
  const single = max === undefined || max === min;
  const from = read(type, min, raising, single);
  if (from === undefined) return undefined;
  if (single) return termToAst(from, raising.names);
  const to = read(type, max, raising, false);
  if (from.kind !== 'constant' || to?.kind !== 'constant') return undefined;
  return termToAst(asNetwork(from, to, type), raising.names);
}

function read(type: Datatype, register: number, raising: Raising, single: boolean): Term | undefined {
  const term = raising.register(register);
  if (term === undefined) return undefined;
  if (term.kind !== 'constant') return completeTerm(term, raising);
  // Data of another width are not what they should be.
  if (term.bits !== type.bits) return undefined;
  return single ? raising.variable(term, { type, order: type.order }) : typed(term, type, type.order);
}

/** The addresses from first to last, as a network if they are one. */
function asNetwork(from: Constant, to: Constant, type: Datatype): Term {
  const { bits, order } = type;
  const length = type.prefix ? networkLength(from.value, to.value, bits) : undefined;
  if (length === undefined) return { kind: 'range', from, to, type, bits, order };
  return { kind: 'prefix', base: from, length, type, bits, order };
}
