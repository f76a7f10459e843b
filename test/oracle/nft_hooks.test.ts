import { expect, test } from 'vitest';
import { SystemError } from '../../src/error/system_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

const ruleset = `
  add table inet t
  add chain inet t early { type filter hook input priority -10; }
  add chain inet t input { type filter hook input priority 0; }
  add chain inet t again { type filter hook input priority 0; }
  add chain inet t third { type filter hook input priority 0; }
  add chain inet t output { type filter hook output priority mangle; }
  add table ip nat
  add chain ip nat postrouting { type nat hook postrouting priority srcnat; }
  add table arp t
  add chain arp t input { type filter hook input priority 0; }
  add table bridge t
  add chain bridge t forward { type filter hook forward priority 0; }
  add table netdev t
  add chain netdev t ingress { type filter hook ingress device "lo" priority 5; }
`;

async function hooked(skip: (note: string) => never): Promise<Namespace> {
  const ns = await unnamed();
  await ns.nft.run(ruleset);
  try {
    await ns.nft.hooks({ family: 'ip' });
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EOPNOTSUPP') throw error;
    expect(error.message).toContain('CONFIG_NETFILTER_NETLINK_HOOK');
    skip(error.message);
  }
  return ns;
}

test.for(['', 'ip', 'ip6', 'inet', 'arp', 'bridge', 'device lo', 'inet device lo', 'netdev device lo'])(
  'list hooks %s',
  async (which, { skip }) => {
    const ns = await hooked(skip);
    const [listing] = await ns.nft.run(`list hooks ${which}`);
    expect(String(listing)).toBe(runIn(ns, ['nft', `list hooks ${which}`]));
  },
);

test('hooks as objects', async ({ skip }) => {
  const ns = await hooked(skip);
  const hooks = await ns.nft.hooks({ family: 'ip' });
  const chain = (name: string) => hooks.find((each) => each.chain?.name === name);
  expect(chain('output')).toMatchObject({
    family: 'ip',
    hook: 'output',
    prio: -150,
    module: 'nf_tables',
    chain: { family: 'inet', table: 't', name: 'output' },
  });
  expect(await ns.nft.hooks({ family: 'netdev', device: 'lo' })).toMatchObject([
    { hook: 'ingress', device: 'lo', prio: 5, chain: { family: 'netdev', table: 't', name: 'ingress' } },
  ]);
  await expect(ns.nft.hooks({ family: 'netdev', device: 'none' })).rejects.toThrow('ENODEV');
});
