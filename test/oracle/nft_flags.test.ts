import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrintOptions } from '../../src/index.js';
import { Namespace } from '../../src/namespace/namespace.js';
import type { Listing } from '../../src/nft/transaction/listing.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Something of each kind that a flag changes. */
const RULESET = `
table ip t {
  counter cn { packets 1 bytes 2; }
  quota q { over 5 bytes used 3 bytes; }
  limit l { rate 5 mbytes/second; }
  set s { type ipv4_addr; elements = { 192.0.2.4, 192.0.2.5 }; }
  set sv { type inet_service; elements = { 22, 80 }; }
  set pr { type inet_proto; elements = { tcp, udp }; }
  set tm { type ipv4_addr; flags dynamic; timeout 90m; gc-interval 2m; size 10; }
  set cc { type ipv4_addr; counter; elements = { 192.0.2.4 counter packets 3 bytes 4 }; }
  set cs { type ct_state . inet_proto . inet_service; elements = { new . tcp . 22, established . udp . 80 }; }
  set ds { typeof ip dscp; elements = { cs1, af11 }; }
  set iv { type inet_service; flags interval; elements = { 22-80, 443 }; }
  set mk { type mark; elements = { 1, 5 }; }
  set ug { type uid . gid; elements = { 0 . 0, 1 . 2 }; }
  set ts { type inet_service; elements = { 22 comment "a" }; }
  map pm { type inet_proto : inet_service; elements = { tcp : 22, udp : 80 }; }
  map dm { type ipv4_addr . inet_service : ipv4_addr . inet_service; elements = { 192.0.2.1 . 80 : 192.0.2.2 . 22 }; }
  map mp { type inet_service : mark; flags dynamic; size 10; }
  map m { type ipv4_addr : verdict; elements = { 192.0.2.4 : accept }; }
  chain c {
    type filter hook prerouting priority mangle; policy accept
    tcp dport { 22, 80 } accept
    tcp dport 22 counter packets 5 bytes 6
    tcp dport != 22
    udp dport 53-100
    tcp dport vmap { 22 : accept, 80-90 : drop }
    ip saddr . tcp dport { 192.0.2.1 . 22, 192.0.2.1 . 80 }
    ip protocol icmp icmp type echo-request
    ip protocol { tcp, udp } accept
    meta l4proto tcp
    ct state established,related accept
    ct state new
    ct state { new, invalid }
    ct status dnat
    ct direction original
    ct protocol tcp
    ct expiration 90m
    ct label 1
    ct mark set 5
    ip dscp cs1
    ip dscp { cs1, af11 }
    ip version 4
    tcp flags syn,ack
    tcp flags & (syn | ack) == syn
    meta skuid 0
    meta skgid 0
    meta skuid { 0, 1 }
    meta hour "10:00"-"12:00"
    meta day "Sunday"
    meta time "2020-01-01 10:00:00"
    meta mark 5
    meta mark set 5
    meta pkttype host
    meta protocol ip
    meta priority 1:2
    meta iif "lo"
    meta oifgroup 0
    fib daddr type local
    rt classid 0
    limit rate 5/second
    limit rate 5 mbytes/second
    quota 5 mbytes
    quota over 5 mbytes used 3 bytes
    log level warn
    reject with icmp type host-unreachable
    icmp code host-unreachable
    @nh,0,8 5
    update @tm { ip saddr timeout 70s }
    meta skuid 0-5
    ip protocol 1-6
    ip protocol != tcp
    meta l4proto . th dport { tcp . 22, udp . 53 }
    meta l4proto . ct state vmap { tcp . new : accept, udp . established : drop }
    tcp flags { syn, syn|ack }
    tcp flags vmap { syn : accept, syn|ack : drop }
    ct mark set ct state map { new : 5, established : 6 }
    tcp dport set 22
    tcp dport set tcp sport map { 22 : 80 }
    tcp dport set ip protocol map @pm
    ip dscp set cs1
    ct event set new,destroy
    meta pkttype set broadcast
    tcp dport 22 tproxy to 192.0.2.1:80
    ip option ra exists
    counter name tcp dport map { 22 : "cn" }
    update @mp { tcp dport : meta mark }
    jump {
      tcp dport 22 ct expiration 90m accept
    }
  }
  chain n {
    type nat hook prerouting priority dstnat
    tcp dport 22 dnat to 192.0.2.1:80
    tcp dport 22 dnat to 192.0.2.1:80-90
    tcp dport 22 redirect to :80
    dnat ip to tcp dport map { 22 : 192.0.2.1 . 80 }
    dnat ip to ip saddr . tcp dport map @dm
  }
}
`.replaceAll('; }', '\n}');

let ns: Namespace;
let listing: Listing;
beforeAll(async () => {
  ns = await Namespace.create();
  runIn(ns, ['nft', '-f', '-'], RULESET);
  listing = await ns.nft.list();
});
afterAll(() => ns?.close());

/** nft's flags, and what they are called here. */
const FLAGS: Readonly<Record<string, PrintOptions>> = {
  a: { handles: true },
  s: { stateless: true },
  t: { terse: true },
  n: { numeric: true },
  y: { numericPriorities: true },
  p: { numericProtocols: true },
  T: { numericTimes: true },
  S: { serviceNames: true },
  u: { userNames: true },
};

const together = ['as', 'ast', 'nSu', 'Sp', 'uT', 'stn', 'pyT'];

function optionsOf(flags: string): PrintOptions {
  return Object.assign({}, ...[...flags].map((flag) => FLAGS[flag]));
}

describe('text with a flag is what nft prints with it', () => {
  test.each([...Object.keys(FLAGS), ...together])('-%s', async (flags) => {
    const theirs = runIn(ns, ['nft', `-${flags}`, 'list', 'ruleset']);
    const plain = runIn(ns, ['nft', 'list', 'ruleset']);
    expect(theirs).not.toBe(plain);
    const options = optionsOf(flags);
    expect(listing.toString(options).split('\n')).toEqual(theirs.split('\n'));
    expect(await listing.toText(options)).toBe(theirs);
  });
});

/** The objects of a listing, each as it is written. */
function itemsOf(json: string): string[] {
  return json
    .trimEnd()
    .split(/, (?=\{"(?:set|map|chain|rule)": \{"family")/)
    .filter((item) => !item.includes('"key": "protocol"}}'));
}

describe('JSON with a flag is what nft prints with it', () => {
  test.each([...Object.keys(FLAGS), ...together])('-j%s', (flags) => {
    const theirs = itemsOf(runIn(ns, ['nft', `-j${flags}`, 'list', 'ruleset']));
    expect(itemsOf(listing.toJsonText(optionsOf(flags)))).toEqual(theirs);
  });

  test('but for EtherTypes, of which nft lists other numbers that mean something else when they are read', () => {
    expect(listing.toJsonText({ numeric: true })).toContain(
      '"left": {"meta": {"key": "protocol"}}, "right": 2048}}',
    );
    expect(runIn(ns, ['nft', '-jn', 'list', 'ruleset'])).toContain(
      '"left": {"meta": {"key": "protocol"}}, "right": 8}}',
    );
  });
});

test('an option that is not known is refused', async () => {
  expect(() => listing.toString({ handle: true } as never)).toThrow(
    'toString does not know the option handle',
  );
  await expect(listing.toText({ terse: 1 } as never)).rejects.toThrow('terse');
});
