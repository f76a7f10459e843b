import { describe, expect, test } from 'vitest';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import { NFT_META_MARK } from '../../../src/uapi/nf_tables.js';
import { instructionsOf, listingOf } from './rule.js';

const unknown: LowExpression = { name: 'xt', opaque: Uint8Array.of(8, 0, 1, 0, 1, 2, 3, 4) };
const listedUnknown = '<opaque xt CAABAAECAwQ=>';

const port = instructionsOf('ip', 'tcp dport 22');
const drop = instructionsOf('ip', 'drop');

describe('instructions that have no words', () => {
  test('are listed in their place, and the rest as ever', () => {
    const { text, expr } = listingOf('ip', [...port, unknown, ...drop]);
    expect(text).toBe(`tcp dport 22 ${listedUnknown} drop`);
    expect(expr[1]).toEqual({ opaque: { name: 'xt', data: 'CAABAAECAwQ=' } });
  });

  test('keep what they may depend on: a test before them is not taken for a mere preparation', () => {
    const [load, protocol] = port;
    if (load === undefined || protocol === undefined) throw new Error('nothing to test');
    const { text } = listingOf('ip', [load, protocol, unknown, ...port.slice(2)]);
    expect(text).toBe(`meta l4proto tcp ${listedUnknown} tcp dport 22`);
  });

  test('take the instructions along that only filled their registers', () => {
    const mark: LowExpression = { name: 'meta', key: NFT_META_MARK, dreg: 1 };
    const { expr } = listingOf('ip', [mark, { name: 'lookup', sreg: 1, set: 'marks' }]);
    expect(expr.map((statement) => Object.values(statement)[0])).toMatchObject([
      { name: 'meta' },
      { name: 'lookup' },
    ]);
  });

  test('a register that nobody reads is listed, too', () => {
    const mark: LowExpression = { name: 'meta', key: NFT_META_MARK, dreg: 1 };
    expect(listingOf('ip', [mark, ...drop]).text).toMatch(/^<opaque meta \S+> drop$/);
  });

  test('a comparison of a register that something unknown may have filled stays as it is', () => {
    const compare: LowExpression = { name: 'cmp', sreg: 1, op: 0, data: Uint8Array.of(1, 0, 0, 0) };
    const mark: LowExpression = { name: 'meta', key: NFT_META_MARK, dreg: 1 };
    expect(listingOf('ip', [mark, unknown, compare]).text).toMatch(
      /^<opaque meta \S+> <opaque xt \S+> <opaque cmp \S+>$/,
    );
  });

  test('keys and verdicts of other versions', () => {
    const key: LowExpression = { name: 'meta', key: 999, dreg: 1 };
    const compare: LowExpression = { name: 'cmp', sreg: 1, op: 0, data: Uint8Array.of(1) };
    expect(listingOf('ip', [key, compare]).text).toMatch(/^<opaque meta \S+> <opaque cmp \S+>$/);
    const verdict: LowExpression = { name: 'immediate', dreg: 0, verdict: -99 };
    expect(listingOf('ip', [verdict]).text).toMatch(/^<opaque immediate \S+>$/);
  });

  test('can be added again from JSON if only the rule around them was odd', () => {
    const odd: LowExpression[] = [
      { name: 'meta', key: NFT_META_MARK, dreg: 1 },
      { name: 'immediate', dreg: 0, verdict: 1 },
    ];
    const { expr } = listingOf('ip', odd);
    expect(expr[0]).toHaveProperty('opaque');
    expect(instructionsOf('ip', expr)).toEqual(odd);
  });

  test('are no text that could be added as something else', () => {
    expect(() => instructionsOf('ip', `tcp dport 22 ${listedUnknown} drop`)).toThrow(
      'unexpected "<", expected a statement or something to match',
    );
  });
});
