import { expect, test } from 'vitest';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Adds something that a kernel may lack, and skips the test with that reason if it does. */
async function addOrSkip(
  work: Promise<unknown>,
  what: string,
  skip: (reason: string) => void,
): Promise<void> {
  const error = await refusalOf(work);
  if (error === undefined) return;
  if (!(error instanceof NftError)) throw error;
  skip(`this kernel has no ${what}: ${error.message.split('\n')[0]}`);
}

test('objects keep their counts, and reset returns what they were', async () => {
  const ns = await unnamed();
  await ns.nft.run(`
    add table ip t
    add counter ip t c { packets 5 bytes 600; comment "x"; }
    add counter ip t d
    add quota ip t q over 10 mbytes used 3 kbytes
  `);
  const counters = async (command: string) => {
    const [listing] = await ns.nft.run(command);
    return listing?.nftables.flatMap((item) => ('counter' in item ? [item.counter] : [])) ?? [];
  };
  const c = { family: 'ip', name: 'c', table: 't', handle: 1, comment: 'x' };
  expect(await counters('list counter ip t c')).toEqual([{ ...c, packets: 5, bytes: 600 }]);
  expect(await counters('reset counters')).toEqual([
    { ...c, packets: 5, bytes: 600 },
    { family: 'ip', name: 'd', table: 't', handle: 2, packets: 0, bytes: 0 },
  ]);
  expect(await counters('list counters table ip t')).toMatchObject([{ packets: 0 }, { packets: 0 }]);
  // The quota is another kind, and was left alone.
  expect(String((await ns.nft.run('reset quota ip t q'))[0])).toContain('over 10 mbytes used 3 kbytes');
  expect(String((await ns.nft.run('list quotas'))[0])).toContain('over 10 mbytes\n');
});

test('an object that is referred to stays, and errors name it', async () => {
  const ns = await unnamed();
  await ns.nft.run(`
    table inet t {
      counter used { }
      counter idle { }
      chain c { counter name used; }
    }
  `);
  expect(await refusalOf(ns.nft.run('delete counter inet t used'))).toMatchObject({
    message: expect.stringContaining('EBUSY: the object is in use: rules or maps refer to it') as unknown,
    cause: { code: 'EBUSY', operation: 'NFT_MSG_DELOBJ' },
    column: 23,
  });
  await ns.nft.run('delete counter inet t idle');
  expect(await refusalOf(ns.nft.run('delete counter inet t idle'))).toMatchObject({
    message: expect.stringContaining('ENOENT: there is no such object') as unknown,
  });
  expect(await refusalOf(ns.nft.run('create counter inet t used'))).toMatchObject({
    message: expect.stringContaining('EEXIST: the object exists already') as unknown,
  });
  expect(await refusalOf(ns.nft.run('add rule inet t c counter name nowhere'))).toMatchObject({
    cause: { code: 'ENOENT' },
  });
  expect(await refusalOf(ns.nft.run('reset counter inet t nowhere'))).toMatchObject({
    code: 'ERR_NFT_KERNEL',
    cause: { code: 'ENOENT' },
  });
  expect((await ns.nft.list()).nftables.filter((item) => 'counter' in item)).toHaveLength(1);
});

test('what is not there can be destroyed', async ({ skip }) => {
  const ns = await unnamed();
  await ns.nft.run('add table ip t; add counter ip t c');
  await addOrSkip(ns.nft.run('destroy counter ip t nowhere'), 'destroy', skip);
  await ns.nft.run('destroy counter ip t c');
  expect((await ns.nft.list()).nftables).toHaveLength(1);
});

test('a flowtable lists its devices, loses one, and serves a rule', async ({ skip }) => {
  const ns = await unnamed();
  await ns.links.add({ kind: 'veth', name: 'veth0', peer: { name: 'veth1' } });
  await ns.nft.run('add table inet t; add chain inet t c { type filter hook forward priority 0; }');
  const flowtable = '{ hook ingress priority filter + 5; devices = { veth0, lo }; counter; }';
  await addOrSkip(ns.nft.run(`add flowtable inet t f ${flowtable}`), 'flowtables', skip);
  await ns.nft.run('add rule inet t c ip protocol tcp flow add @f');
  expect(String(await ns.nft.list())).toBe(`table inet t {
\tflowtable f {
\t\thook ingress priority filter + 5
\t\tdevices = { lo, veth0 }
\t\tcounter
\t}

\tchain c {
\t\ttype filter hook forward priority filter; policy accept;
\t\tip protocol tcp flow add @f
\t}
}
`);
  expect(await refusalOf(ns.nft.run('delete flowtable inet t f'))).toMatchObject({
    message: expect.stringContaining('EBUSY: the flowtable is in use: rules refer to it') as unknown,
  });
  await ns.nft.run('delete flowtable inet t f { hook ingress priority filter + 5; devices = { lo }; }');
  const [listing] = await ns.nft.run('list flowtables');
  expect(listing?.nftables).toContainEqual({
    flowtable: expect.objectContaining({ name: 'f', dev: 'veth0', prio: 5 }) as unknown,
  });
});

test('packets are queued by number and by hash', async ({ skip }) => {
  const ns = await unnamed();
  await ns.nft.run('add table ip t; add chain ip t c { type filter hook input priority 0; }');
  await addOrSkip(ns.nft.run('add rule ip t c tcp dport 1 queue flags bypass to 5'), 'queue', skip);
  await ns.nft.run('add rule ip t c tcp dport 2 queue flags bypass,fanout to 1-3');
  await ns.nft.run('add rule ip t c tcp dport 3 queue to symhash mod 4');
  const { rules } = await ns.nft.list();
  expect(rules.map(({ expr }) => expr.at(-1))).toEqual([
    { queue: { num: 5, flags: 'bypass' } },
    { queue: { num: { range: [1, 3] }, flags: ['bypass', 'fanout'] } },
    { queue: { num: { symhash: { mod: 4 } } } },
  ]);
});

test('a named security mark needs a security module', async ({ skip }) => {
  const ns = await unnamed();
  await ns.nft.run('add table ip t');
  const context = 'system_u:object_r:ssh_server_packet_t:s0';
  await addOrSkip(ns.nft.run(`add secmark ip t s "${context}"`), 'security module', skip);
  expect((await ns.nft.list()).nftables).toContainEqual({
    secmark: { family: 'ip', name: 's', table: 't', handle: 1, context },
  });
});

test('last remembers whether a packet came', async ({ skip }) => {
  const ns = await unnamed();
  await ns.nft.run('add table ip t; add chain ip t c');
  await addOrSkip(ns.nft.run('add rule ip t c last'), 'last', skip);
  const { rules } = await ns.nft.list();
  expect(rules[0]?.expr).toEqual([{ last: {} }]);
  expect(String(await ns.nft.list())).toContain('\t\tlast used never\n');
});
