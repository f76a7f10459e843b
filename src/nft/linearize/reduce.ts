import { ETH_P_IP, ETH_P_IPV6 } from '../../uapi/if_ether.js';
import type { Family } from '../ast.js';
import { integer } from '../datatype/integer.js';
import type { Step } from '../evaluate/context.js';
import { type Constant, constant, type Match, type PayloadTerm } from '../term.js';
import { bytesFor, resize, toNumber } from '../value.js';

type PayloadMatch = Match & { readonly left: PayloadTerm; readonly right: Constant };

const REGISTER_BITS = 128;
/** The kernel reads up to so many bits without a function call. */
const FAST_BITS = 32;

/**
 * Takes superfluous steps away: tests of neighbouring bytes become one test, and what the family says anyway is not
 * tested. nft does the same, in the same order, so that both make the same rules.
 */
export function reduceSteps(family: Family, steps: readonly Step[]): Step[] {
  const reduced = [...steps];
  let run: number[] = [];
  for (let at = 0; at < reduced.length; at++) {
    const step = reduced[at];
    if (step === undefined) continue;
    if (!('kind' in step)) {
      // What was tested before a statement must not move behind it.
      if (run.length > 1) mergeRun(reduced, run);
      run = [];
    } else if (isMergeable(step)) run.push(at);
    else if (saysFamily(step, family) && at < reduced.length - 1) {
      reduced.splice(at, 1);
      at--;
    }
  }
  if (run.length > 1) mergeRun(reduced, run);
  return reduced.filter((step) => step !== MERGED);
}

/** Stands where a step was that another one has taken over. */
const MERGED: Step = [];

function isMergeable(step: Match): step is PayloadMatch {
  const { left, operator, right } = step;
  if (left.kind !== 'payload' || right.kind !== 'constant') return false;
  return operator === '==' || operator === 'in' || operator === '!=';
}

/** `meta protocol ip` in a table of the ip family. */
function saysFamily({ left, operator, right }: Match, family: Family): boolean {
  if (left.kind !== 'meta' || left.key.name !== 'protocol' || left.tunnel !== undefined) return false;
  if (right.kind !== 'constant') return false;
  if (operator !== '==' && operator !== 'in') return false;
  const number = toNumber(right.value);
  return (family === 'ip' && number === ETH_P_IP) || (family === 'ip6' && number === ETH_P_IPV6);
}

/** Merges neighbours among the steps at these places; a merged step stays at one of their places. */
function mergeRun(steps: Step[], places: readonly number[]): void {
  const sorted = places
    .map((at) => ({ at, match: steps[at] as PayloadMatch }))
    .sort((a, b) => layerOrder(a.match) - layerOrder(b.match) || a.match.left.offset - b.match.left.offset);
  let last = sorted[0];
  for (const next of sorted.slice(1)) {
    if (last === undefined || !canMerge(last.match, next.match)) {
      last = next;
      continue;
    }
    // A step that says which protocol follows must stay where it is.
    const keep: number = next.match.left.isProtocolKey ? next.at : last.at;
    const drop = keep === last.at ? next.at : last.at;
    const merged = join(last.match, next.match);
    steps[keep] = merged;
    steps[drop] = MERGED;
    last = { at: keep, match: merged };
  }
}

const LAYER_ORDER = { link: 0, network: 1, transport: 2, inner: 3 } as const;

function layerOrder({ left }: PayloadMatch): number {
  return LAYER_ORDER[left.layer];
}

function sameOperator(a: PayloadMatch, b: PayloadMatch): boolean {
  const equality = (match: PayloadMatch) => match.operator === '==' || match.operator === 'in';
  return equality(a) === equality(b) && equality(a);
}

function canMerge(a: PayloadMatch, b: PayloadMatch): boolean {
  if (!sameOperator(a, b) || a.left.layer !== b.left.layer || a.left.tunnel !== b.left.tunnel) return false;
  if (a.left.offset + a.left.bits !== b.left.offset) return false;
  if ([a.left.offset, a.left.bits, b.left.offset, b.left.bits].some((bits) => bits % 8 !== 0)) return false;
  const total = a.left.bits + b.left.bits;
  if (total > REGISTER_BITS) return false;
  return total <= FAST_BITS || a.left.layer === 'link' || a.left.bits > FAST_BITS || b.left.bits > FAST_BITS;
}

function join(a: PayloadMatch, b: PayloadMatch): PayloadMatch {
  const bits = a.left.bits + b.left.bits;
  const value = new Uint8Array(bytesFor(bits));
  value.set(resize(a.right.value, bytesFor(a.left.bits)));
  value.set(resize(b.right.value, bytesFor(b.left.bits)), bytesFor(a.left.bits));
  const left: PayloadTerm = {
    ...a.left,
    bits,
    type: integer,
    field: undefined,
    isProtocolKey: b.left.isProtocolKey,
  };
  return { kind: 'match', operator: a.operator, left, right: constant(integer, 'big', bits, value) };
}
