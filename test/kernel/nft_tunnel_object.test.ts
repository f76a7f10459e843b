/** Templates of tunnels, and rules that refer to them. */

import { expect, test } from 'vitest';
import type { JsonCommand } from '../../src/nft/compile.js';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const ruleset = `table netdev t {
	tunnel plain {
		id 14
		ip saddr 192.0.2.1
		ip daddr 192.0.2.2
		ttl 255
	}

	tunnel grouped {
		id 10
		ip saddr 192.0.2.1
		ip daddr 192.0.2.2
		sport 10
		dport 4789
		tos 3
		ttl 10
		vxlan {
			gbp 200
		}
	}

	tunnel mirror {
		id 11
		ip6 saddr 2001:db8::1
		ip6 daddr 2001:db8::2
		ttl 255
		erspan {
			version 1
			index 5
		}
	}

	tunnel hardware {
		id 12
		ip daddr 192.0.2.2
		ttl 255
		erspan {
			version 2
			direction egress
			id 7
		}
	}

	tunnel general {
		id 13
		ip saddr 192.0.2.1
		ip daddr 192.0.2.2
		ttl 255
		geneve {
			class 0x1 opt-type 0x2 data "0x12345678"
			class 0x1f opt-type 0x3 data "0x0102030405060708"
		}
	}

	chain c {
		type filter hook ingress device "lo" priority filter; policy accept;
		tunnel name "grouped"
		tunnel id 10 drop
	}
}
`;

test('templates of tunnels are listed as they were written', async ({ skip }) => {
  sinceLinux('5.15', skip); // before that they keep one option of Geneve
  const ns = await unnamed();
  try {
    await ns.nft.run(ruleset);
  } catch (error) {
    if (!(error instanceof NftError) || !error.message.includes('lacks')) throw error;
    skip(error.message);
  }
  const listing = await ns.nft.list();
  expect(String(listing)).toBe(ruleset);
  const again = await unnamed();
  const kept = listing.nftables.filter((item) => 'table' in item || 'tunnel' in item);
  await again.nft.run(kept.map((item) => ({ add: item }) as JsonCommand));
  expect(String(await again.nft.list())).toBe(`${ruleset.slice(0, ruleset.indexOf('\n\tchain'))}}\n`);
  const [tunnels] = await ns.nft.run('list tunnels');
  expect(tunnels?.nftables.filter((item) => 'tunnel' in item)).toHaveLength(5);
  await expect(ns.nft.run('delete tunnel netdev t grouped')).rejects.toThrow('EBUSY');
  await ns.nft.run('flush chain netdev t c; delete tunnel netdev t grouped');
});
