import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { chainsWithIndexes, resolveIndexes } from '../../../src/nft/position.js';
import { NFPROTO_IPV4 } from '../../../src/uapi/netfilter.js';

const HANDLES = [10, 20, 30];

/** Where each rule of a text goes, in a chain with rules of these handles. */
function places(text: string, handles: readonly number[] = HANDLES): unknown[] {
  const plan = compile(text);
  return resolveIndexes(plan, () => handles).map((operation) => {
    if (operation.op !== 'newrule') return operation.op;
    const { position, positionId, id, index } = operation.rule;
    expect(index).toBeUndefined();
    return { mode: operation.mode, position, positionId, id };
  });
}

const at = (mode: string, position?: number) => ({ mode, position, positionId: undefined, id: undefined });

test('only chains with indexes need to be asked for', () => {
  const { operations } = compile(`
    add rule t c accept
    add rule t d index 0 accept
    insert rule t d index 1 accept
    add rule t c position 3 accept
  `);
  expect(chainsWithIndexes(operations)).toEqual([{ family: NFPROTO_IPV4, table: 't', chain: 'd' }]);
});

describe('an index becomes', () => {
  test('the handle of the rule that stands there', () => {
    expect(places('add rule t c index 1 accept')).toEqual([at('append', 20)]);
    expect(places('insert rule t c index 0 accept')).toEqual([at('insert', 10)]);
  });

  test('the handle of the rule that will stand there when its turn comes', () => {
    expect(places('insert rule t c accept; insert rule t c index 1 accept')).toEqual([
      at('insert'),
      at('insert', 10),
    ]);
    expect(places('delete rule t c handle 10; add rule t c index 0 accept')).toEqual([
      'delrule',
      at('append', 20),
    ]);
    expect(places('add rule t c handle 10 drop; add rule t c index 2 accept')).toEqual([
      at('append', 10),
      at('append', 20),
    ]);
  });

  test('the id of a rule of the same transaction', () => {
    expect(places('add rule t c drop; insert rule t c index 3 accept')).toEqual([
      { mode: 'append', position: undefined, positionId: undefined, id: 1 },
      { mode: 'insert', position: undefined, positionId: 1, id: undefined },
    ]);
    expect(places('flush chain t c; add rule t c drop; add rule t c index 0 accept')).toEqual([
      'delrule',
      { mode: 'append', position: undefined, positionId: undefined, id: 1 },
      { mode: 'append', position: undefined, positionId: 1, id: undefined },
    ]);
  });

  test('the same, whoever else refers to that rule', () => {
    const [added, first, second] = places(
      'add rule t c drop; insert rule t c index 3 accept; insert rule t c index 3 accept',
    );
    expect(added).toMatchObject({ id: 1 });
    expect(first).toMatchObject({ positionId: 1 });
    // The second is inserted before the first, which now stands there.
    expect(second).toMatchObject({ positionId: 2 });
  });

  test('an error where there is no such rule', () => {
    expect(() => places('add rule t c accept\nadd rule t c index 9 accept', [])).toThrow(
      'line 2, column 20: the chain has 1 rules, so none has index 9',
    );
    expect(() => places('delete table t; add rule t c index 0 accept')).toThrow('the chain has 0 rules');
  });
});
