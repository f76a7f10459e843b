import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

test('variables mean to us what they mean to nft', async () => {
  const text = `
    define ports = { 22, 80 }
    define every = { $ports, 443 }
    define net = 10.0.0.0/8
    define prio = filter
    define pol = "drop"
    define bits = syn,ack
    table inet t {
      define here = 7
      chain other { }
      chain c {
        type filter hook input priority $prio; policy $pol;
        define inner = 9
        tcp dport $ports accept
        tcp dport { $every, 8080 } accept
        ip saddr $net drop
        tcp flags $bits accept
        tcp dport $here accept
        redefine here = 8
        tcp dport { $here, $inner } accept
      }
      chain d { tcp dport $here accept; }
    }
  `;
  const [ours, theirs] = [await unnamed(), await unnamed()];
  await ours.nft.run(text);
  runIn(theirs, ['nft', '-f', '-'], text);
  expect(String(await ours.nft.list())).toBe(runIn(theirs, ['nft', 'list', 'ruleset']));
});
