import { fieldsOf } from '../datatype/concat.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { EvaluatedElement } from '../evaluate/element.js';
import { type Indexed, rangesIn } from '../evaluate/layout.js';
import type { SetKind } from '../set/definition.js';
import { type Interval, mergeIntervals, sortIntervals } from '../set/interval.js';
import { mergeInto, takeOut } from '../set/merge.js';
import type { KeyRange } from '../set/range.js';
import type { Steps } from '../steps.js';
import { compare } from '../value.js';
import type { SetPlace } from './merging.js';
import type { Scope } from './scope.js';

/** Whether elements of a set become one with those that they touch, so that what is there has to be known. */
export function isMerging({ key, interval, merge, data }: SetKind): boolean {
  return merge === true && interval && data === undefined && fieldsOf(key).length === 1;
}

/** Which set, and what is done to it. */
export interface MergedChange {
  readonly place: SetPlace;
  readonly kind: SetKind;
  readonly verb: 'add' | 'create' | 'delete' | 'destroy';
}

/** Adds elements to such a set, or takes them out. */
export function* changeMerged(
  evaluated: readonly EvaluatedElement[],
  { place, kind, verb }: MergedChange,
  context: RuleContext,
  scope: Scope,
): Steps {
  const { merging } = scope.sets;
  const failAt = (interval: Interval<Indexed>, reason: string): never => {
    context.enter(interval.element.i);
    return fail(reason);
  };
  const before = merging.present(place);
  const { intervals, others } = yield* rangesIn(evaluated, kind, context);
  const own = yield* mergeIntervals(yield* sortIntervals(intervals));
  const adds = verb === 'add' || verb === 'create';
  if (verb === 'create') {
    const clash = own.find((each) => before.some((old) => meet(old, each)));
    if (clash !== undefined) failAt(clash, 'the element exists already, or overlaps another one');
  }
  const after = adds
    ? yield* mergeInto(
        before,
        own.map((each) => ({ ...each, element: each.element.message })),
      )
    : yield* takeOut(before, own, (each) => {
        if (verb === 'delete') failAt(each, 'no element of the set holds all of this');
      });
  merging.change(place, before, after, scope);
  if (others.length === 0) return;
  const elements = { ...place, elements: others };
  scope.add(
    adds
      ? { op: 'newelements', exclusive: verb === 'create', elements }
      : { op: 'delelements', destroy: verb === 'destroy', elements },
  );
}

function meet(a: KeyRange, b: KeyRange): boolean {
  return compare(a.first, b.last) <= 0 && compare(b.first, a.last) <= 0;
}
