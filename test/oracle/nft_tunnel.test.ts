import { execFileSync } from 'node:child_process';
import { beforeEach, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** nft looks into tunnels since 1.0.7. */
function isTooOld(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = (/v([\d.]+)/.exec(version)?.[1] ?? '').split('.').map(Number);
  return major < 1 || (major === 1 && minor === 0 && patch < 7);
}

beforeEach(({ skip }) => {
  const version = execFileSync('nft', ['--version'], { encoding: 'utf8' }).trim();
  skip(isTooOld(version), `needs nft 1.0.7: this is ${version}`);
});

const rules = [
  'udp dport 4789 vxlan vni 10',
  'udp dport 4789 vxlan ip saddr 10.141.11.0/24',
  'udp dport 4789 vxlan icmp type echo-reply',
  'udp dport 4789 vxlan ether saddr 62:87:4d:d6:19:05',
  'udp dport 4789 vxlan vlan id 10 vxlan ip saddr 192.0.2.1 vxlan tcp dport 22',
  'udp dport 4789 vxlan ip dscp cs1 accept',
  'udp dport 4789 vxlan ip saddr . vxlan ip daddr { 1.2.3.4 . 4.3.2.1 }',
  'udp dport 4789 vxlan tcp dport vmap { 22 : accept, 23 : drop }',
  'udp dport 6081 geneve vni 10',
  'udp dport 6081 geneve ip6 saddr 2001:db8::1',
  'gre version 0',
  'gre ip saddr 10.141.11.2',
  'gre icmp type echo-reply',
  'gretap ether saddr 62:87:4d:d6:19:05',
  'gretap udp sport 53 gretap udp dport 53',
];

function rulesIn(json: string): unknown[] {
  return JSON.parse(json).nftables.filter((item: object) => 'rule' in item);
}

const sets = `
  add set inet t vnis { typeof vxlan vni; }
  add set inet t inside { typeof vxlan ip saddr . vxlan tcp dport; }
`;

test('headers inside of tunnels are listed as nft lists them, whoever has written the rules', async () => {
  const ns = await unnamed();
  const input = `
    add table inet t
    add chain inet t c { type filter hook input priority 0; }
    ${sets}
    ${rules.map((rule) => `add rule inet t c ${rule}`).join('\n')}
  `;
  const nft = (...rest: string[]) => runIn(ns, ['nft', ...rest]);
  for (const write of [() => ns.nft.run(input), async () => void nft(input)]) {
    await ns.nft.run('flush ruleset');
    await write();
    const listing = await ns.nft.list();
    expect(String(listing).split('\n')).toEqual(nft('list', 'ruleset').split('\n'));
    // How it shows sets differs between versions.
    expect(rulesIn(listing.toJsonText())).toEqual(rulesIn(nft('-j', 'list', 'ruleset')));
  }
});
