import { expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { nft } from '../../../src/nft/template.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

test('values become words of the text', () => {
  const [address, port, chain, comment] = ['192.0.2.1', 8080, 'in-1', 'two words'];
  expect(nft`add rule ip t ${chain} ip saddr ${address} tcp dport ${port} drop comment ${comment}`.text).toBe(
    'add rule ip t in-1 ip saddr 192.0.2.1 tcp dport 8080 drop comment "two words"',
  );
  expect(nft`ip6 saddr ${'2001:db8::1'} meta mark ${123n} iifname ${'eth0'}`.text).toBe(
    'ip6 saddr 2001:db8::1 meta mark 123 iifname eth0',
  );
});

test('a list becomes words with commas', () => {
  expect(nft`ct state ${['established', 'related']} accept`.text).toBe(
    'ct state established, related accept',
  );
});

test.each(['192.0.2.0/24', '2001:db8::/32', '192.0.2.1-192.0.2.9', 'fe80::1-fe80::9', '1000-2000'])(
  'a network or a range is a value: %s',
  (value) => {
    expect(nft`add element ip t s { ${[value, value]} }`.text).toBe(
      `add element ip t s { ${value}, ${value} }`,
    );
    // Where any text can stand, it is text, and so is a number.
    expect(nft`log prefix ${value} accept comment ${value}`.text).toBe(
      `log prefix "${value}" accept comment "${value}"`,
    );
  },
);

test('networks and ranges can be compiled', () => {
  const networks = ['192.0.2.0/24', '198.51.100.1-198.51.100.9'];
  const rule = nft`add rule ip t c ip saddr { ${networks} } tcp dport ${'1000-2000'} log prefix ${'7'} accept comment ${5}`;
  expect(compile(rule, { names }).operations).not.toHaveLength(0);
});

test.each([null, undefined, {}, true, () => {}, Symbol('s'), [['a']]])('%s is no value', (value) => {
  expect(() => nft`add table ip ${value as never}`).toThrow('value 1 of the template must be a string');
});

test('what it returns can be compiled', () => {
  expect(compile(nft`add rule ip t c tcp dport ${22} accept`, { names }).operations).toHaveLength(1);
});

test('words of the language are never taken for commands', () => {
  expect(nft`iifname ${'drop'} accept`.text).toBe('iifname "drop" accept');
  expect(() => compile(nft`add rule ip t c ${'accept'}`, { names })).toThrow(
    'column 17: unexpected "accept"',
  );
});

test.each([
  '1.2.3.4; flush ruleset',
  '1.2.3.4 drop',
  'a\nflush ruleset',
  '# comment',
  '}',
  '{',
  ';',
  '',
  ' ',
  '@set',
  '$variable',
  '1/2',
  '1.2.3.4-',
  '1.2.3.4/24/8',
  '1.2.3.4/24 drop',
  '1.2.3.4-2001:db8::1',
  'a b',
])('a value is never more than one word: %j', (value) => {
  const before = 'add rule ip t c iifname ';
  let text: string;
  try {
    ({ text } = nft`add rule ip t c iifname ${value} drop`);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return;
  }
  expect(text).toBe(`${before}"${value}" drop`);
});

test.each(['say "hi"', 'two\nlines', 'nul\0', '\\" x', '"'])(
  'text that no quotes can hold is refused: %j',
  (value) => {
    expect(() => nft`add rule ip t c accept comment ${value}`).toThrow(
      `value 1 of the template cannot be a word: ${JSON.stringify(value)}`,
    );
  },
);

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1n])(
  '%s is no number of the language',
  (value) => {
    expect(() => nft`meta mark ${value}`).toThrow('value 1 of the template is not an unsigned integer');
  },
);

test('values stand by themselves: nothing may touch them, nor quotes or comments surround them', () => {
  const reason = 'of the template must stand by itself, outside quotes';
  expect(() => nft`iifname "${'eth0'}"`).toThrow(`value 1 ${reason}`);
  expect(() => nft`tcp dport ${22}${80}`).toThrow(`value 1 ${reason}`);
  expect(() => nft`add table ip t${1}`).toThrow(`value 1 ${reason}`);
  expect(() => nft`add table ip ${'t'} # ${'x'}`).toThrow(`value 2 ${reason}`);
});
