import { constants } from 'node:os';
import { NetlinkError } from '../../error/netlink_error.js';
import { describeErrno, type SystemError } from '../../error/system_error.js';
import { type ErrorAnswer, readError } from '../../netlink/failure.js';
import { NLMSG_ERROR } from '../../uapi/netlink.js';
import { messagesIn } from '../../wire/message.js';
import type { Plan } from '../compile.js';
import type { NftError } from '../error.js';
import type { Operation, Query, QueryOperation } from '../operation.js';
import { ERROR_PATH, WHOLE_BATCH } from './format.js';

/** What the kernel has against a transaction. */
export interface Failure extends ErrorAnswer {
  /** The message at fault, counted from 0; `undefined`: the transaction as a whole. */
  readonly message: number | undefined;
}

export function readFailures(answer: ArrayBuffer): Failure[] {
  const view = new DataView(answer);
  const failures: Failure[] = [];
  for (const span of messagesIn(view)) {
    if (span.type !== NLMSG_ERROR) continue;
    const message = span.sequence === WHOLE_BATCH ? undefined : span.sequence;
    failures.push({ ...readError(view, span), message });
  }
  return failures;
}

/** Of `<linux/netfilter/nf_tables.h>`: the list of a rule's expressions. */
const NFTA_RULE_EXPRESSIONS = 4;

/** What an operation is about. */
type Target = 'table' | 'chain' | 'rule' | 'set' | 'element' | 'object' | 'flowtable';

/** An attribute of the kernel's messages, and the property of the command that it comes from. */
type Place = readonly [attribute: string, property: string];

/** By the object that an operation is about: the kernel's numbers (`<linux/netfilter/nf_tables.h>`). */
const PLACES: Readonly<Record<Target, Readonly<Record<number, Place>>>> = {
  table: { 1: ['NFTA_TABLE_NAME', 'name'], 4: ['NFTA_TABLE_HANDLE', 'handle'] },
  chain: {
    1: ['NFTA_CHAIN_TABLE', 'table'],
    2: ['NFTA_CHAIN_HANDLE', 'handle'],
    3: ['NFTA_CHAIN_NAME', 'name'],
    4: ['NFTA_CHAIN_HOOK', 'hook'],
    5: ['NFTA_CHAIN_POLICY', 'policy'],
    7: ['NFTA_CHAIN_TYPE', 'type'],
  },
  set: {
    1: ['NFTA_SET_TABLE', 'table'],
    2: ['NFTA_SET_NAME', 'name'],
    16: ['NFTA_SET_HANDLE', 'handle'],
  },
  element: {
    1: ['NFTA_SET_ELEM_LIST_TABLE', 'table'],
    2: ['NFTA_SET_ELEM_LIST_SET', 'name'],
    3: ['NFTA_SET_ELEM_LIST_ELEMENTS', 'elem'],
  },
  object: {
    1: ['NFTA_OBJ_TABLE', 'table'],
    2: ['NFTA_OBJ_NAME', 'name'],
    3: ['NFTA_OBJ_TYPE', 'type'],
    6: ['NFTA_OBJ_HANDLE', 'handle'],
  },
  flowtable: {
    1: ['NFTA_FLOWTABLE_TABLE', 'table'],
    2: ['NFTA_FLOWTABLE_NAME', 'name'],
    3: ['NFTA_FLOWTABLE_HOOK', 'dev'],
    5: ['NFTA_FLOWTABLE_HANDLE', 'handle'],
  },
  rule: {
    1: ['NFTA_RULE_TABLE', 'table'],
    2: ['NFTA_RULE_CHAIN', 'chain'],
    3: ['NFTA_RULE_HANDLE', 'handle'],
    4: ['NFTA_RULE_EXPRESSIONS', 'expr'],
    6: ['NFTA_RULE_POSITION', 'handle'],
  },
};

/** What an error means where the kernel says no more than a number. */
const MEANINGS: Readonly<Record<Target, Readonly<Record<string, string>>>> = {
  table: { ENOENT: 'there is no such table', EEXIST: 'the table exists already' },
  chain: {
    ENOENT: 'there is no such table or chain, or the kernel lacks the chain type',
    EEXIST: 'the chain exists already, with other properties',
    EBUSY: 'the chain is in use: rules jump to it, or it has rules',
  },
  set: {
    ENOENT: 'there is no such table or set',
    EEXIST: 'the set exists already, or is of another kind',
    EBUSY: 'the set is in use: rules refer to it',
  },
  element: {
    ENOENT: 'there is no such set or element, or a chain or object that the element leads to',
    EEXIST: 'the element exists already, or overlaps another one',
    ENFILE: 'the set is full',
  },
  object: {
    ENOENT: 'there is no such table or object, or the kernel lacks what the object is made of',
    EEXIST: 'the object exists already',
    EBUSY: 'the object is in use: rules or maps refer to it',
  },
  flowtable: {
    ENOENT: 'there is no such table, flowtable or device, or the kernel has no flowtables',
    EEXIST: 'the flowtable exists already, or a device is in another one',
    EBUSY: 'the flowtable is in use: rules refer to it',
  },
  rule: { ENOENT: 'there is no such table, chain or rule, or the kernel lacks something that the rule uses' },
};

const ANY_MEANING: Readonly<Record<string, string>> = {
  EOPNOTSUPP: 'this kernel does not support it',
  EPERM: 'it needs CAP_NET_ADMIN over the network namespace',
  EMLINK: 'jumps would go in circles, or too deep',
};

function targetOf(operation: Operation): Target {
  if ('rule' in operation) return 'rule';
  if ('set' in operation) return 'set';
  if ('elements' in operation) return 'element';
  if ('object' in operation) return 'object';
  if ('flowtable' in operation) return 'flowtable';
  return 'chain' in operation ? 'chain' : 'table';
}

/** The property of an operation's object that the kernel has not found; undefined where it says nothing of the kind. */
export function missingIn(operation: Operation, { errno, extra }: Failure): string | undefined {
  if (errno !== constants.errno.ENOENT) return undefined;
  return placeOf(targetOf(operation), extra.get(ERROR_PATH))?.[1] ?? 'expr';
}

/** Which instruction of a rule the kernel points at. */
export function instructionIn(operation: Operation, { extra }: Failure): number | undefined {
  if (operation.op !== 'newrule') return undefined;
  const pairs = new Uint16Array((extra.get(ERROR_PATH) ?? new Uint8Array()).slice().buffer);
  return pairs[0] === NFTA_RULE_EXPRESSIONS ? pairs[3] : undefined;
}

/**
 * The error to throw for what the kernel said about an operation: with its place in the input.
 *
 * @param statement of a rule: the one at fault
 */
export function toNftError(
  plan: Plan,
  operation: Operation,
  failure: Failure,
  { hint = '', statement }: { readonly hint?: string; readonly statement?: number | undefined } = {},
): NftError {
  const target = targetOf(operation);
  const { code, text } = describeErrno(failure.errno);
  const place = placeOf(target, failure.extra.get(ERROR_PATH));
  const cause = new NetlinkError({
    errno: failure.errno,
    operation: `NFT_MSG_${messageName(operation, target)}`,
    extack: failure.extack,
    attribute: place?.[0],
    index: failure.message,
  });
  const destroyed = 'destroy' in operation && operation.destroy && code === 'EINVAL';
  const meaning = destroyed ? 'destroy needs Linux 6.3' : meaningOf(code, target, place);
  const reason = `${code}: ${failure.extack ?? meaning ?? text}${hint}`;
  const element = place === undefined ? undefined : elementAt(operation, failure.extra.get(ERROR_PATH));
  const path = [place?.[1], element ?? statement].filter((key) => key !== undefined);
  return plan.errorAt('ERR_NFT_KERNEL', operation.command, [...operation.path, ...path], reason, cause);
}

/** The error to throw for what a query met: with its place in the input. */
export function toQueryError(
  plan: Plan,
  { command, path, query }: QueryOperation,
  error: SystemError,
): NftError {
  const detail = error.message.slice(error.message.lastIndexOf(': ') + 2);
  // What does not exist is named at the end of it.
  const name = error.code !== 'ENOENT' || query.what === 'elements' ? [] : [missingName(query, detail)];
  return plan.errorAt('ERR_NFT_KERNEL', command, [...path, ...name], `${error.code}: ${detail}`, error);
}

function missingName(query: Query, detail: string): string {
  if (detail.endsWith('such table') && query.what !== 'table') return 'table';
  return query.handle === undefined ? 'name' : 'handle';
}

function meaningOf(code: string, target: Target, place: Place | undefined): string | undefined {
  const property = place?.[1];
  // A name or a handle that the kernel points at is what it did not find.
  if (code === 'ENOENT' && (property === 'table' || property === 'chain'))
    return `there is no such ${property}`;
  if (code === 'ENOENT' && (property === 'name' || property === 'handle'))
    return `there is no such ${target}`;
  return MEANINGS[target][code] ?? ANY_MEANING[code];
}

function messageName(operation: Operation, target: Target): string {
  const destroy = 'destroy' in operation && operation.destroy;
  const verb = operation.op.startsWith('del') ? (destroy ? 'DESTROY' : 'DEL') : 'NEW';
  return verb + (target === 'object' ? 'OBJ' : target.toUpperCase());
}

function placeOf(target: Target, path: Uint8Array | undefined): Place | undefined {
  const [attribute] = attributesOf(path);
  return attribute === undefined ? undefined : PLACES[target][attribute];
}

/** Which of the command's elements the kernel points at; libnftnl counts them from 1. */
function elementAt(operation: Operation, path: Uint8Array | undefined): number | undefined {
  if (!('elements' in operation)) return undefined;
  const [, element] = attributesOf(path);
  return element === undefined ? undefined : operation.elements.indexes?.[element - 1];
}

/** The attributes from the message down to the one at fault. */
function attributesOf(path: Uint8Array = new Uint8Array()): number[] {
  return [...new Uint16Array(path.slice().buffer)].filter((_, i) => i % 2 === 0);
}
