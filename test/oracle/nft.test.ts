import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Rulesets that use everything of the language that is understood in both directions. */
const RULESETS: Readonly<Record<string, string>> = {
  'destination NAT, as in the tutorial': `
    create table ip nat
    add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
    add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
  `,
  'source NAT in all its forms': `
    table ip nat {
      chain post {
        type nat hook postrouting priority srcnat - 5; policy accept;
        oifname "wan0" masquerade
        oifname "wan0" masquerade random,persistent
        ip protocol tcp masquerade to :1024-65535
        ip saddr 10.0.0.0/8 snat to 203.0.113.1
        ip saddr 10.0.0.0/8 snat to 203.0.113.1-203.0.113.9 fully-random
        tcp dport 80 snat to 203.0.113.1:1000-2000 persistent
      }
    }
  `,
  'destination NAT in all its forms': `
    table ip nat {
      chain pre {
        type nat hook prerouting priority -90; policy accept;
        tcp dport 80 dnat to 192.0.2.1:8080
        udp dport 1000-2000 dnat to 192.0.2.1-192.0.2.9:80-90
        tcp dport 81 dnat to :8081
        tcp dport 82 redirect to :8082
        tcp dport 83 redirect to :8083-8090 random
        meta l4proto udp redirect
      }
    }
  `,
  'IPv6 NAT': `
    table ip6 nat {
      chain pre {
        type nat hook prerouting priority dstnat; policy accept;
        ip6 daddr 2001:db8::1 tcp dport 80 dnat to [2001:db8::2]:8080
        ip6 daddr 2001:db8::/64 dnat to 2001:db8::3
      }
    }
  `,
  'NAT of both versions in one table': `
    table inet nat {
      chain pre {
        type nat hook prerouting priority dstnat; policy accept;
        tcp dport 80 dnat ip to 192.0.2.1:8080
        tcp dport 80 dnat ip6 to [2001:db8::2]:8080
      }
    }
  `,
  'a firewall': `
    table inet filter {
      chain input {
        type filter hook input priority filter; policy drop;
        ct state established,related accept
        ct state invalid counter packets 0 bytes 0 drop
        ct state != new accept
        iif "lo" accept
        iifname "eth*" tcp dport 22 accept comment "ssh from anywhere"
        ip saddr 192.0.2.0/24 jump local
        ip6 saddr != 2001:db8::/32 udp sport != 53 goto local
        meta l4proto icmp accept
      }
      chain local {
        ip saddr 192.0.2.1 return
        tcp dport 1024-65535 accept
        counter packets 12 bytes 3456
      }
    }
  `,
  'tables of every family': `
    table ip a {
      chain c { type route hook output priority mangle; policy accept; }
    }
    table ip6 a {
      chain c { type filter hook forward priority raw; policy drop; }
    }
    table inet a {
      chain c { type filter hook postrouting priority srcnat + 1; policy accept; }
    }
    table arp a {
      chain c { type filter hook input priority filter; policy accept; }
    }
    table bridge a {
      chain c { type filter hook prerouting priority dstnat; policy accept; }
    }
    table netdev a {
      chain c { type filter hook ingress device "lo" priority filter; policy accept; }
    }
  `,
  'tables and chains with comments': `
    table ip t {
      comment "a table"
      chain c {
        comment "a chain"
        ip daddr 192.0.2.1 accept comment "a rule"
      }
    }
  `,
};

describe.each(Object.entries(RULESETS))('%s', (_, ruleset) => {
  test('loaded by us is what nft loads and lists, as text and as JSON', async () => {
    const [ours, theirs] = [await unnamed(), await unnamed()];
    await ours.nft.run(ruleset);
    runIn(theirs, ['nft', '-f', '-'], ruleset);
    const text = runIn(theirs, ['nft', 'list', 'ruleset']);
    expect(text).not.toBe('');
    expect(runIn(ours, ['nft', 'list', 'ruleset'])).toBe(text);
    expect(String(await ours.nft.list())).toBe(text);
    expect((await ours.nft.list()).toJsonText()).toBe(runIn(ours, ['nft', '-j', 'list', 'ruleset']).trim());
  });

  test('loaded by nft is listed by us as by nft', async () => {
    const ns = await unnamed();
    runIn(ns, ['nft', '-f', '-'], ruleset);
    const listing = await ns.nft.list();
    expect(String(listing)).toBe(runIn(ns, ['nft', 'list', 'ruleset']));
    expect(listing.toString({ handles: true })).toBe(runIn(ns, ['nft', '-a', 'list', 'ruleset']));
    expect(JSON.parse(JSON.stringify(listing))).toEqual(
      JSON.parse(runIn(ns, ['nft', '-j', 'list', 'ruleset'])),
    );
  });

  test('read back from its own JSON is the same', async () => {
    const [first, second] = [await unnamed(), await unnamed()];
    await first.nft.run(ruleset);
    await second.nft.run({ nftables: (await first.nft.list()).nftables });
    expect(runIn(second, ['nft', 'list', 'ruleset'])).toBe(runIn(first, ['nft', 'list', 'ruleset']));
  });
});

test('nft loads our JSON', async () => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  await ours.nft.run(RULESETS['a firewall'] ?? '');
  // nft opens its input by name, which it cannot do to the socket that Node makes of standard input.
  runIn(theirs, ['sh', '-c', 'cat | nft -j -f -'], (await ours.nft.list()).toJsonText());
  expect(runIn(theirs, ['nft', 'list', 'ruleset'])).toBe(String(await ours.nft.list()));
});
