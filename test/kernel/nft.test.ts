import { describe, expect, test } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';
import { NftError } from '../../src/nft/error.js';
import { nft } from '../../src/nft/template.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const NAT = `
  create table ip nat
  add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
  add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
`;

async function refusal(work: Promise<unknown>): Promise<NftError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NftError)) throw new Error(`expected an NftError, not ${String(error)}`);
  return error;
}

/** How often the event loop went round until something was done. */
async function turnsDuring<T>(work: Promise<T>): Promise<readonly [result: T, turns: number]> {
  let turns = 0;
  let done = false;
  const turn = () => {
    turns++;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    return [await work, turns];
  } finally {
    done = true;
  }
}

describe('run with check', () => {
  test('applies nothing, and a transaction after it all of its own', async () => {
    const ns = await unnamed();
    expect(await ns.nft.run(NAT, { check: true })).toEqual([]);
    expect(String(await ns.nft.list())).toBe('');
    await ns.nft.run(NAT);
    await ns.nft.run('delete table ip nat', { check: true });
    expect((await ns.nft.list()).rules).toHaveLength(1);
  });

  test('says what the kernel would refuse, and where', async () => {
    const ns = await unnamed();
    const error = await refusal(ns.nft.run(`${NAT}\n  add rule ip nat NOWHERE accept`, { check: true }));
    expect(error).toMatchObject({ code: 'ERR_NFT_KERNEL', command: 3, line: 6, column: 19 });
    expect(String(await ns.nft.list())).toBe('');
  });

  test('refuses options that it does not know', async () => {
    const ns = await unnamed();
    await expect(ns.nft.run(NAT, { chek: true } as never)).rejects.toThrow(/chek/);
  });
});

describe('list', () => {
  test('names what is not there', async () => {
    const ns = await unnamed();
    await ns.nft.run(NAT);
    await expect(ns.nft.list({ family: 'ip', table: 'nope' })).rejects.toThrow(
      'ENOENT: nf_tables dump ip nope: there is no such table',
    );
    await expect(ns.nft.list({ family: 'ip', table: 'nat', chain: 'nope' })).rejects.toThrow(
      'ENOENT: nf_tables dump ip nat nope: there is no such chain',
    );
  });
});

describe('run', () => {
  test.each([undefined, null, 5, true, {}, () => {}, { text: 5 }])('takes no %s', async (input) => {
    const ns = await unnamed();
    await expect(ns.nft.run(input as never)).rejects.toThrow(/^input must be text, or commands/);
  });

  test('applies text as one transaction: an error in the last command undoes the first', async () => {
    const ns = await unnamed();
    const error = await refusal(ns.nft.run(`${NAT}\n  add rule ip nat NOWHERE accept`));
    expect(error.code).toBe('ERR_NFT_KERNEL');
    expect(error.cause).toBeInstanceOf(NetlinkError);
    expect(error.cause).toMatchObject({
      code: 'ENOENT',
      errno: 2,
      operation: 'NFT_MSG_NEWRULE',
      attribute: 'NFTA_RULE_CHAIN',
      index: 3,
    });
    expect(error.command).toBe(3);
    expect([error.line, error.column]).toEqual([6, 19]);
    expect(error.frame).toContain('NOWHERE');
    expect(String(await ns.nft.list())).toBe('');
  });

  test('names the path for JSON', async () => {
    const ns = await unnamed();
    const rule = { family: 'ip', table: 'nat', chain: 'c', expr: [{ accept: null }] } as const;
    const error = await refusal(
      ns.nft.run([{ add: { table: { family: 'ip', name: 't' } } }, { add: { rule } }]),
    );
    expect(error.path).toBe('[1].add.rule.table');
    expect(String(await ns.nft.list())).toBe('');
  });

  test('sends nothing if the text has a mistake', async () => {
    const ns = await unnamed();
    const error = await refusal(ns.nft.run('add table ip a\nadd tible ip b'));
    expect(error.code).toBe('ERR_NFT_SYNTAX');
    expect(error.line).toBe(2);
    expect(String(await ns.nft.list())).toBe('');
  });

  test('create meets EEXIST, add does not', async () => {
    const ns = await unnamed();
    await ns.nft.run('create table ip nat');
    await ns.nft.run('add table ip nat');
    const error = await refusal(ns.nft.run('create table ip nat'));
    expect(error.cause).toMatchObject({ code: 'EEXIST', operation: 'NFT_MSG_NEWTABLE' });
  });

  test('inserts, adds behind, replaces and deletes by handle, position and index', async () => {
    const ns = await unnamed();
    await ns.nft.run(
      'add table ip t; add chain ip t c; add rule ip t c tcp dport 2; add rule ip t c tcp dport 4',
    );
    await ns.nft.run(
      'insert rule ip t c tcp dport 1; add rule ip t c tcp dport 5; add rule ip t c index 1 tcp dport 3',
    );
    const handle = (await ns.nft.list()).rules.at(-1)?.handle;
    await ns.nft.run(`replace rule ip t c handle ${handle} tcp dport 6`);
    expect(String(await ns.nft.list()).match(/dport \d/g)).toEqual(
      [1, 2, 3, 4, 6].map((port) => `dport ${port}`),
    );
    await ns.nft.run(`delete rule ip t c handle ${handle}`);
    expect((await ns.nft.list()).rules).toHaveLength(4);
    await ns.nft.run('flush chain ip t c');
    expect((await ns.nft.list()).rules).toHaveLength(0);
    await ns.nft.run('delete chain ip t c; delete table ip t');
    expect((await ns.nft.list()).nftables).toEqual([]);
  });

  test('takes values through the template as one token each', async () => {
    const ns = await unnamed();
    const address = '192.0.2.7';
    await ns.nft.run(
      nft`add table ip t; add chain ip t c; add rule ip t c ip saddr ${address} tcp dport ${22} drop`,
    );
    expect(String(await ns.nft.list())).toContain('ip saddr 192.0.2.7 tcp dport 22 drop');
    expect(() => nft`add rule ip t c ip saddr ${'192.0.2.7 accept;\nflush ruleset'} drop`).toThrow(TypeError);
  });

  test('returns what list commands ask for, as of after the changes', async () => {
    const ns = await unnamed();
    const [all, table] = await ns.nft.run(`${NAT}\nadd table ip other\nlist ruleset\nlist table ip nat`);
    expect(all?.tables.map(({ name }) => name)).toEqual(['nat', 'other']);
    expect(table?.tables.map(({ name }) => name)).toEqual(['nat']);
    expect(String(table)).toContain('dnat to 192.0.2.1');
  });

  test('transactions that are issued together are carried out in their order', async () => {
    const ns = await unnamed();
    await Promise.all([
      ns.nft.run('create table ip t'),
      ns.nft.run('create chain ip t c'),
      ...Array.from({ length: 20 }, (_, i) => ns.nft.run(`add rule ip t c tcp dport ${i + 1} accept`)),
    ]);
    const ports = String(await ns.nft.list()).match(/(?<=dport )\d+/g);
    expect(ports).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 1)));
  });

  test('twenty thousand rules are one transaction', async () => {
    const ns = await unnamed();
    const rules = Array.from(
      { length: 20_000 },
      (_, i) => `add rule ip t c tcp dport ${(i % 65_535) + 1} accept`,
    );
    const text = `add table ip t\nadd chain ip t c\n${rules.join('\n')}`;
    const [, turnsOfRun] = await turnsDuring(ns.nft.run(text));
    const [listing, turnsOfList] = await turnsDuring(ns.nft.list());
    const [printed, turnsOfText] = await turnsDuring(listing.toText());
    expect(listing.rules).toHaveLength(20_000);
    expect(printed).toBe(String(listing));
    await ns.nft.run('flush ruleset');
    const [, turnsOfBlock] = await turnsDuring(ns.nft.run(printed));
    expect(await (await ns.nft.list()).toText()).toBe(printed);
    for (const turns of [turnsOfRun, turnsOfList, turnsOfText, turnsOfBlock])
      expect(turns).toBeGreaterThan(2);
  });

  test('a transaction with thousands of errors reports the first and applies nothing', async () => {
    const ns = await unnamed();
    const rules = Array.from({ length: 5000 }, (_, i) => `add rule ip t c${i} accept`);
    const error = await refusal(ns.nft.run(`add table ip t\n${rules.join('\n')}`));
    expect(error.line).toBe(2);
    expect((await ns.nft.list()).nftables).toEqual([]);
  });
});

describe('list', () => {
  test('gives typed objects with handles', async () => {
    const ns = await unnamed();
    await ns.nft.run(NAT);
    const { tables, chains, rules } = await ns.nft.list();
    expect(tables).toEqual([{ family: 'ip', name: 'nat', handle: expect.any(Number) }]);
    expect(chains).toMatchObject([
      { name: 'PREROUTING', type: 'nat', hook: 'prerouting', prio: -100, policy: 'accept' },
    ]);
    expect(rules[0]?.expr.at(-1)).toEqual({ dnat: { addr: '192.0.2.1' } });
  });

  test('gives only the family, table or chain that is asked for', async () => {
    const ns = await unnamed();
    await ns.nft.run('add table ip a; add chain ip a x; add chain ip a y; add table ip6 a; add table ip b');
    const names = async (...options: Parameters<typeof ns.nft.list>) =>
      (await ns.nft.list(...options)).nftables.length;
    expect(await names()).toBe(5);
    expect(await names({ family: 'ip6' })).toBe(1);
    expect(await names({ family: 'ip', table: 'a' })).toBe(3);
    expect(await names({ family: 'ip', table: 'a', chain: 'x' })).toBe(2);
  });

  test('is empty in a new namespace, and separate in each', async () => {
    const [one, other] = [await unnamed(), await unnamed()];
    await one.nft.run(NAT);
    expect((await other.nft.list()).nftables).toEqual([]);
  });
});
