import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import type { Listing } from '../../src/nft/transaction/listing.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

const RULESET = `
table ip t {
  comment "first"
  counter c1 { packets 1 bytes 2
  }
  counter c2 { }
  quota q { over 5 bytes
  }
  limit l { rate 5/second
  }
  set s { type ipv4_addr; elements = { 192.0.2.4, 192.0.2.5 }; }
  set d { type ipv4_addr; flags dynamic; size 10; }
  set i {
    type ipv4_addr; flags interval
    elements = { 10.0.0.0/8, 192.0.2.1, 198.51.100.0-198.51.100.9, 255.0.0.0/8 }
  }
  set p {
    type ipv4_addr . inet_service; flags interval
    elements = { 10.0.0.0/8 . 22, 192.0.2.1 . 80-90 }
  }
  set co { type ipv4_addr; counter; elements = { 192.0.2.4 counter packets 1 bytes 2 }; }
  map m { type ipv4_addr : verdict; elements = { 192.0.2.4 : accept }; }
  map n { type inet_service : mark; elements = { 22 : 1, 80 : 2 }; }
  chain c {
    type filter hook input priority 0
    tcp dport { 22, 80 } counter accept
  }
  chain r {
    drop
  }
}
table ip6 t6 {
  chain c {
    accept
  }
}
add table inet e
`;

let ns: Namespace;
beforeAll(async () => {
  ns = await Namespace.create();
  runIn(ns, ['nft', '-f', '-'], RULESET);
});
afterAll(() => ns?.close());

async function answerTo(command: string): Promise<Listing> {
  const [listing] = await ns.nft.run(command);
  if (listing === undefined) throw new Error('no listing');
  return listing;
}

const same = [
  ...['ruleset', 'ruleset ip6', 'tables', 'tables ip', 'table ip t', 'table inet e'],
  ...['chains', 'chains ip6', 'chain ip t c', 'chain ip t r'],
  ...['sets', 'sets ip', 'sets table ip t', 'set ip t s', 'set ip t i', 'set ip t p'],
  ...['maps', 'map ip t m', 'map ip t n'],
  ...['counters', 'counters ip6', 'counters table ip t', 'counter ip t c1'],
  ...['quotas', 'quota ip t q', 'limits', 'limit ip t l', 'ct helpers table ip t', 'secmarks', 'flowtables'],
].map((what) => `list ${what}`);

const gotten = [
  ...['s { 192.0.2.4 }', 's { 192.0.2.4, 192.0.2.5 }', 'm { 192.0.2.4 }', 'n { 80 }'],
  ...['i { 10.1.2.3 }', 'i { 192.0.2.1, 198.51.100.7 }', 'i { 10.0.0.0/8 }', 'i { 10.1.0.0-10.2.0.0 }'],
  ...['i { 255.1.2.3 }', 'p { 10.1.2.3 . 22 }', 'p { 192.0.2.1 . 85 }', 'co { 192.0.2.4 }'],
].map((what) => `get element ip t ${what}`);

describe('what a command lists is what nft lists', () => {
  test.each([...same, ...gotten])('%s', async (command) => {
    const listing = await answerTo(command);
    expect(String(listing)).toBe(runIn(ns, ['nft', command]));
    if (command.startsWith('get')) return;
    expect(JSON.parse(listing.toJsonText())).toEqual(JSON.parse(runIn(ns, ['nft', '-j', command])));
    expect(listing.toString({ handles: true })).toBe(runIn(ns, ['nft', '-a', command]));
  });
});

describe('what is missing is an error at its name, as in nft', () => {
  test.each([
    ['list table ip x', 'there is no such table', 'x'],
    ['list chain ip x c', 'there is no such table', 'x'],
    ['list chain ip t x', 'there is no such chain', 'x'],
    ['list set ip t x', 'there is no such table or set', 'x'],
    ['list set ip t m', 'there is no such set', 'm'],
    ['list map ip t s', 'there is no such map', 's'],
    ['list map ip x s', 'there is no such table or map', 's'],
    ['list counter ip t x', 'there is no such object', 'x'],
    ['list counter ip t q', 'there is no such object', 'q'],
    ['list counters table ip x', 'there is no such table', 'x'],
    ['list flowtable ip t x', 'there is no such flowtable', 'x'],
    ['reset counter ip t x', 'there is no such table or object', 'x'],
    ['get element ip t s { 192.0.2.9 }', 'no such element', undefined],
    ['get element ip t i { 192.0.2.9 }', 'there is no such element', undefined],
    ['get element ip t i { 10.0.0.0/7 }', 'there is no such element', undefined],
    ['get element ip t x { 192.0.2.9 }', 'there is no set "x" in the table', 'x'],
  ])('%s', async (command, reason, marked) => {
    expect(() => runIn(ns, ['nft', command])).toThrow();
    const error: unknown = await ns.nft.run(command).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'NftError', line: 1 });
    const { message, frame = '' } = error as { readonly message: string; readonly frame?: string };
    expect(message).toContain(reason);
    const [source = '', carets = ''] = frame.split('\n');
    const [from, to] = [carets.indexOf('^'), carets.lastIndexOf('^') + 1];
    if (marked !== undefined) expect(source.slice(from, to)).toBe(marked);
  });

  test('by the methods, too', async () => {
    await expect(ns.nft.list({ family: 'ip', table: 'x' })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(ns.nft.list({ family: 'ip', table: 't', chain: 'x' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

test('chains get other names, one after the other, and keep their rules', async () => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const input = 'table ip t { chain c { accept\n}\nchain x { jump c\n}\n}\n';
  for (const ns of [ours, theirs]) runIn(ns, ['nft', '-f', '-'], input);
  await ours.nft.run('rename chain ip t c d; rename chain ip t x y');
  await ours.nft.run([{ rename: { chain: { family: 'ip', table: 't', name: 'd', newname: 'e' } } }]);
  for (const command of ['c d', 'x y', 'd e']) runIn(theirs, ['nft', `rename chain ip t ${command}`]);
  await expectSameRulesets(ours, theirs);
  for (const command of ['rename chain ip t c f', 'rename chain ip t d f', 'rename chain ip u e f'])
    await expect(ours.nft.run(command)).rejects.toThrow(/there is no chain/);
  await expect(ours.nft.run('rename chain ip t e y')).rejects.toThrow(/EEXIST/);
  await expectSameRulesets(ours, theirs);
});

test('meters are what meter statements fill', async () => {
  const own = await unnamed();
  await own.nft.run(`table ip t {
    set d { type ipv4_addr; flags dynamic; size 10; }
    chain c {
      add @d { ip saddr }
      meter m size 16 { ip saddr limit rate 1/second } accept
    }
  }`);
  for (const command of ['list meters', 'list meters ip', 'list meters ip6', 'list meter ip t m']) {
    const [listing] = await own.nft.run(command);
    expect(String(listing)).toBe(runIn(own, ['nft', command]));
    expect(listing?.toJsonText()).toBe(runIn(own, ['nft', '-j', command]).trim());
  }
  await expect(own.nft.run('list meter ip t d')).rejects.toThrow(/ENOENT/);
  await own.nft.run('flush meter ip t d');
});

test('counts are listed as they were, and set back', async ({ skip }) => {
  sinceLinux('6.5', skip); // of elements; of rules 6.2
  const own = await unnamed();
  await own.nft.run(`table ip t {
    counter c { packets 5 bytes 7; }
    set s { type ipv4_addr; counter; elements = { 192.0.2.1 counter packets 3 bytes 4 }; }
    set i { type ipv4_addr; flags interval; counter; elements = { 10.0.0.0/8 counter packets 8 bytes 9 }; }
    chain c { counter packets 1 bytes 2; }
  }`);
  const [rules, set, element, interval, counter] = await own.nft.run(`
    reset rules ip t c
    reset set ip t s
    reset element ip t s { 192.0.2.1 }
    reset element ip t i { 10.1.2.3 }
    reset counter ip t c`);
  expect(String(rules)).toContain('counter packets 1 bytes 2');
  expect(String(set)).toContain('packets 3 bytes 4');
  expect(String(element)).toContain('192.0.2.1 counter packets 0 bytes 0');
  expect(String(interval)).toContain('10.0.0.0/8 counter packets 8 bytes 9');
  expect(String(counter)).toContain('packets 5 bytes 7');
  expect(String(await own.nft.list()).match(/packets \d+ bytes \d+/g)).toEqual(
    Array.from({ length: 4 }, () => 'packets 0 bytes 0'),
  );
});
