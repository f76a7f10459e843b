import { expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { printHooks } from '../../../src/nft/print/hooks.js';
import { HookListing } from '../../../src/nft/transaction/hooks.js';
import { TEST_NAMES } from '../../support/nft_names.js';

function query(input: Parameters<typeof compile>[0]) {
  const [operation] = compile(input, { names: TEST_NAMES }).operations;
  return operation?.op === 'list' ? operation.query : undefined;
}

test('list hooks: all, of a family, of a device', () => {
  expect(query('list hooks')).toEqual({ what: 'hooks' });
  expect(query('list hooks inet')).toEqual({ what: 'hooks', family: 'inet' });
  expect(query('list hooks netdev device "lo"')).toEqual({ what: 'hooks', family: 'netdev', device: 'lo' });
  expect(query('list hooks device lo')).toEqual({ what: 'hooks', device: 'lo' });
  expect(query([{ list: { hooks: { family: 'ip' } } }])).toEqual({ what: 'hooks', family: 'ip' });
  expect(query([{ list: { hooks: null } }])).toEqual({ what: 'hooks' });
});

test('what is no such query is refused', () => {
  expect(() => query('list hooks netdev')).toThrow('say of which device: "list hooks netdev device NAME"');
  expect(() => query('list hooks ip device')).toThrow('the name of a device');
  expect(() => query([{ list: { hooks: { family: 'ipx' as 'ip' } } }])).toThrow('ipx');
  expect(() => query('delete hooks')).toThrow('"delete hooks" is no command');
});

const entries = [
  {
    family: 'ip',
    hook: 'ingress',
    device: 'lo',
    prio: 0,
    chain: { family: 'netdev', table: 't', name: 'c' },
  },
  { family: 'ip', hook: 'input', prio: -225, function: 'selinux_ip_forward' },
  {
    family: 'ip',
    hook: 'input',
    prio: 0,
    chain: { family: 'inet', table: 't', name: 'c' },
    module: 'nf_tables',
  },
  { family: 'ip', hook: 'input', prio: 2147483647, function: 'nf_confirm', module: 'nf_conntrack' },
  { family: 'ip6', hook: 'output', prio: 300, function: 'bpf_prog_run', bpf: 7 },
] as const;

const printed = `family ip {
\thook ingress {
\t\t 0000000000 chain netdev t c
\t}
\thook input {
\t\t-0000000225 selinux_ip_forward
\t\t 0000000000 chain inet t c [nf_tables]
\t\t+2147483647 nf_confirm [nf_conntrack]
\t}
}
family ip6 {
\thook output {
\t\t+0000000300 bpf_prog_run id 7
\t}
}
`;

test('they are printed by family and hook', () => {
  expect(printHooks(entries)).toBe(printed);
  expect(printHooks([])).toBe('');
});

test('as a listing they are text, JSON and objects', async () => {
  const listing = new HookListing(entries);
  expect(String(listing)).toBe(printed);
  expect(await listing.toText()).toBe(printed);
  expect(listing.hooks).toEqual(entries);
  expect(listing.toJSON().nftables.slice(1)).toEqual(entries.map((hook) => ({ hook })));
  expect(listing.nftables).toEqual([]);
});
