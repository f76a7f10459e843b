import {
  NFTNL_OBJ_CT_TIMEOUT_ARRAY,
  NFTNL_OBJ_CT_TIMEOUT_L3PROTO,
  NFTNL_OBJ_CT_TIMEOUT_L4PROTO,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_CT_TIMEOUT } from '../../uapi/nf_tables.js';
import type { CtProtocol, CtTimeout } from '../ast.js';
import { parseDuration } from '../datatype/time.js';
import { fail } from '../evaluate/context.js';
import type { Parser } from '../parse/parser.js';
import { bytes, type Fields, optional, u8, u16 } from '../schema.js';
import { anything, orNull } from '../shape.js';
import { checkCount } from '../statement/count.js';
import type { CheckContext, ObjectDefinition } from './definition.js';
import {
  familyLines,
  familyNames,
  kindFields,
  kindOptional,
  kindRequired,
  parseKind,
  protocolNamed,
} from './protocol.js';

type Properties = Pick<CtTimeout, 'protocol' | 'l3proto' | 'policy'>;

type Policy = NonNullable<CtTimeout['policy']>;

const schema = {
  protocol: optional(u8(NFTNL_OBJ_CT_TIMEOUT_L4PROTO)),
  l3proto: optional(u16(NFTNL_OBJ_CT_TIMEOUT_L3PROTO)),
  timeouts: optional(bytes(NFTNL_OBJ_CT_TIMEOUT_ARRAY)),
};

/** NFTNL_CTTIMEOUT_ARRAY_MAX: libnftnl reads and writes so many numbers whatever the protocol. */
const ARRAY_LENGTH = 11;

/** States in the kernel's order, with the seconds that nft takes where nothing is said, and does not list. */
const STATES: Readonly<Record<CtProtocol, readonly (readonly [name: string, usual: number])[]>> = {
  tcp: [
    ['syn_sent', 120],
    ['syn_recv', 60],
    ['established', 432_000],
    ['fin_wait', 120],
    ['close_wait', 60],
    ['last_ack', 30],
    ['time_wait', 120],
    ['close', 10],
    ['syn_sent2', 120],
    ['retrans', 300],
    ['unack', 300],
  ],
  udp: [
    ['unreplied', 30],
    ['replied', 120],
  ],
};

function statesOf(protocol: CtProtocol | number) {
  return typeof protocol === 'number' ? [] : STATES[protocol];
}

/** `ct timeout slow { protocol tcp; policy = { established : 600, close : 5 } }` */
export const ctTimeout: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_CT_TIMEOUT,
  plural: 'ct timeouts',
  schema,

  parseProperty(parser) {
    return parseKind(parser) ?? parsePolicy(parser);
  },

  required: kindRequired,
  optional: { ...kindOptional, policy: orNull(anything) },

  toFields({ policy, ...kind }, context) {
    return {
      ...kindFields(kind, context),
      timeouts: timeoutArray(kind.protocol, policy ?? {}, context),
    };
  },

  toAst({ protocol: number = 0, l3proto, timeouts = new Uint8Array() }: Fields<typeof schema>) {
    const protocol = protocolNamed(number);
    const seconds = new Uint32Array(timeouts.slice().buffer);
    const policy = statesOf(protocol).flatMap(([state, usual], i) => {
      const value = seconds[i] ?? usual;
      return value === usual ? [] : [[state, value] as const];
    });
    return {
      protocol,
      ...familyNames(l3proto),
      policy: policy.length === 0 ? null : Object.fromEntries(policy),
    };
  },

  print(object) {
    const states = Object.entries(object.policy ?? {}).map(([state, value]) => `${state} : ${value}`);
    return [`protocol ${object.protocol}`, ...familyLines(object), `policy = { ${states.join(', ')} }`];
  },
};

function parsePolicy(parser: Parser): { readonly policy: Policy } | undefined {
  if (!parser.word('policy')) return undefined;
  const policy: Record<string, number> = {};
  parser.expectSymbol('=');
  parser.expectSymbol('{');
  do {
    const state = parser.identifier('a state');
    parser.expectSymbol(':');
    policy[state] = parseSeconds(parser);
  } while (parser.symbol(','));
  parser.expectSymbol('}');
  return { policy };
}

function parseSeconds(parser: Parser): number {
  const milliseconds = parseDuration(parser.value);
  if (milliseconds === undefined) return parser.unexpected('seconds, or a time span such as 1h30m');
  parser.advance();
  return Math.floor(milliseconds / 1000);
}

function timeoutArray(protocol: CtProtocol | number, policy: Policy, { path }: CheckContext): Uint8Array {
  const states = statesOf(protocol);
  // libnftnl sends all states, so the usual seconds stand where nothing else is said.
  const seconds = Uint32Array.from({ length: ARRAY_LENGTH }, (_, i) => states[i]?.[1] ?? 0);
  path.push('policy');
  for (const [state, value] of Object.entries(policy)) {
    const index = states.findIndex(([name]) => name === state);
    if (index < 0) fail(`${protocol} has no state "${state}" (${states.map(([name]) => name).join(', ')})`);
    seconds[index] = checkCount(state, value, 0xffff_ffff, { path });
  }
  path.pop();
  return new Uint8Array(seconds.buffer);
}
