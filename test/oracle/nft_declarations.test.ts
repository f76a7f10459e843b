import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** What stands in a table, right and wrong: the real nft says which is which. */
const parts = [
  'set s { type ipv4_addr; timeout 5; }',
  'set s { type ipv4_addr; timeout 0s; }',
  'set s { type ipv4_addr; timeout 100ms; }',
  'set s { type ipv4_addr; flags timeout; gc-interval 1500ms; }',
  'set s { type ipv4_addr; auto-merge; }',
  'set s { type ipv4_addr; auto-merge flags interval; }',
  'set s { type ipv4_addr; flags interval; flags timeout; }',
  'set s { type ipv4_addr; elements = { }; }',
  'set s { type ipv4_addr; elements = { , 1.2.3.4 }; }',
  'set s { type ipv4_addr; elements = { 1.2.3.4,, 5.6.7.8, }; }',
  'set s { type ipv4_addr; elements = { 1.2.3.4 } size 5; }',
  'set s { type ipv4_addr; elements = { 1.2.3.4, 5.6.7.8 }; flags interval; }',
  'set s { type ipv4_addr . inet_service; elements = { 1.2.3.4 . 22 }; flags interval; }',
  'set s { type mark; elements = { 1, 2 }; flags interval; }',
  'set s { type ipv4_addr; flags constant; elements = { 1.2.3.4 }; }',
  'set s { type ipv4_addr; counter; elements = { 1.2.3.4 counter comment "a" }; }',
  'set s { type ipv4_addr; counter; elements = { 1.2.3.4 comment "a" counter }; }',
  'set s { type ipv4_addr; elements = { 1.2.3.4 comment "a" comment "b" }; }',
  'set s { type ipv4_addr; comment "a"; comment "b"; }',
  'set s { type ct_label; }',
  'set s { type ct_event; }',
  'set s { typeof meta mark & 0xff; }',
  'map m { type ipv4_addr : mark; gc-interval 5s; }',
  'map m { type ipv4_addr : mark; flags interval; auto-merge; }',
  'map m { type ipv4_addr : mark; flags interval; flags timeout; }',
  'map m { type ipv4_addr : mark; elements = { 1.2.3.4 : 5 }; flags interval; }',
  'counter o { packets 1 bytes 2 comment "x" }',
  'counter o { comment "x" packets 1 bytes 2 }',
  'counter o { comment "x" comment "y" }',
  'quota o { over 5 mbytes comment "x"\n}',
  'limit o { rate 5/second comment "x" }',
  'ct helper o { type ftp protocol tcp; }',
  'ct timeout o { protocol tcp; policy = { }; }',
  'ct timeout o { protocol tcp; policy = { established : 0, close : 10 }; }',
  // What nft itself lets end without a line or ";".
  'set s { type ipv4_addr; flags interval; auto-merge }',
  'set s { type ipv4_addr; elements = { 1.2.3.4 } }',
  'map m { type ipv4_addr : mark; elements = { 1.2.3.4 : 5 } }',
  'chain c { jump { accept; }\n}',
  'counter o { packets 1 bytes 2; }',
  'quota o { over 5 mbytes }',
  'quota o { }',
  'limit o { rate 5/second }',
  'ct timeout o { protocol tcp; }',
  'ct expectation o { protocol tcp; dport 5; timeout 1s; size 5; }',
];

test.each(parts)('%s', async (part) => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const input = `table ip t {\n${part}\n}\n`;
  const taken = attempt(() => runIn(theirs, ['nft', '-f', '-'], input));
  if (taken) {
    await ours.nft.run(input);
    await expectSameRulesets(ours, theirs);
  } else await expect(ours.nft.run(input)).rejects.toMatchObject({ code: /SYNTAX|SEMANTIC/ });
});

function attempt(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
