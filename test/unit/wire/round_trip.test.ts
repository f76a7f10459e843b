/** Random valid objects, written and read again: nothing of them is lost or changed on the way. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAddress } from '../../../src/address/address.js';
import { Addresses } from '../../../src/address/addresses.js';
import { addressBody } from '../../../src/address/message.js';
import type { Handle } from '../../../src/handle/handle.js';
import { LINK_KINDS } from '../../../src/link/kinds/index.js';
import { toLink } from '../../../src/link/link.js';
import { Links } from '../../../src/link/links.js';
import { linkBody } from '../../../src/link/message.js';
import type { Bits, OptionTable, Row } from '../../../src/link/option_table.js';
import { PORT_KINDS } from '../../../src/link/ports/index.js';
import { nexthopBody } from '../../../src/nexthop/message.js';
import { toNexthop } from '../../../src/nexthop/nexthop.js';
import { Nexthops } from '../../../src/nexthop/nexthops.js';
import { routeBody } from '../../../src/route/message.js';
import { toRoute } from '../../../src/route/route.js';
import { Routes } from '../../../src/route/routes.js';
import { ruleBody } from '../../../src/rule/message.js';
import { toRule } from '../../../src/rule/rule.js';
import { Rules } from '../../../src/rule/rules.js';
import { ACTION_KINDS } from '../../../src/tc/action/index.js';
import { CLASS_KINDS } from '../../../src/tc/class/index.js';
import { FILTER_KINDS } from '../../../src/tc/filter/index.js';
import type { TcKind } from '../../../src/tc/kind.js';
import { QDISC_KINDS } from '../../../src/tc/qdisc/index.js';
import type { Codec } from '../../../src/wire/codec.js';
import { type Body, type Decoded, messagesIn, readBody } from '../../../src/wire/message.js';
import { Writer } from '../../../src/wire/writer.js';
import { index, ip, ipv4, ipv6, mac, name, prefix4, prefix6, some, u32 } from '../../support/arbitrary.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { view } from '../../support/layout.js';
import { ACTION_CASES, CLASS_CASES, FILTER_CASES, QDISC_CASES } from '../../support/tc_cases.js';

/** What the kernel would read of a request. */
async function asRead<B extends Body, T>(
  act: (handle: Handle) => Promise<unknown>,
  body: B,
  convert: (message: Decoded<B>) => T,
): Promise<T> {
  const { handle, socket } = fakeHandle();
  await act(handle);
  const data = view(socket.sent[0]?.bytes ?? new Uint8Array());
  const [message] = [...messagesIn(data)].map((span) => convert(readBody(body, data, span)));
  if (message === undefined) throw new Error('nothing was sent');
  return message;
}

const bytesOf = <In>(codec: Codec<unknown, In>, value: In): Uint8Array => {
  const writer = new Writer();
  codec.write(writer, value);
  return Uint8Array.from(writer.finish());
};
const read = <Out>(codec: Codec<Out, never>, bytes: Uint8Array): Out =>
  codec.read(view(bytes), 0, bytes.length);

describe('an address', () => {
  test('is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.record({ address: prefix4, extra: some({ broadcast: ipv4, label: name, peer: ipv4 }) }),
          fc.record({ address: prefix6, extra: some({ peer: ipv6 }) }),
        ),
        index,
        some({ metric: u32, nodad: fc.boolean(), noprefixroute: fc.boolean() }),
        async ({ address, extra }, link, { metric, ...flags }) => {
          const options = { link, address, ...extra, ...flags, ...(metric === undefined ? {} : { metric }) };
          const found = await asRead((handle) => new Addresses(handle).add(options), addressBody, toAddress);
          expect(`${found.address}/${found.prefixLength}`).toBe(address);
          expect(found).toMatchObject({ link, ...extra, ...(metric === undefined ? {} : { metric }) });
          expect(found.flags.includes('nodad')).toBe(flags.nodad === true);
          expect(found.flags.includes('noprefixroute')).toBe(flags.noprefixroute === true);
          expect(found.unknown).toEqual([]);
        },
      ),
    ));
});

const metrics = some({
  mtu: u32,
  advmss: u32,
  window: u32,
  ssthresh: u32,
  initcwnd: u32,
  initrwnd: u32,
  hoplimit: fc.nat(255),
  reordering: u32,
  congctl: fc.constantFrom('cubic', 'reno'),
});

const routeOf = (prefix: fc.Arbitrary<string>, address: fc.Arbitrary<string>) =>
  fc.record({
    to: prefix,
    way: fc.oneof(
      some({ via: address, dev: index, onlink: fc.boolean() }).filter(
        ({ via, dev }) => via !== undefined || dev !== undefined,
      ),
      fc.record({
        nexthops: fc.array(
          fc.record({ via: address, weight: fc.integer({ min: 1, max: 256 }), dev: index }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
      }),
      fc.record({ nhid: index }),
    ),
    more: some({
      source: address,
      metric: u32,
      table: fc.integer({ min: 1000, max: 0xffff_ffff }),
      protocol: fc.integer({ min: 200, max: 255 }),
      type: fc.constantFrom('unicast' as const, 'blackhole' as const, 'prohibit' as const),
      metrics,
    }),
  });

describe('a route', () => {
  test('is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(routeOf(prefix4, ipv4), routeOf(prefix6, ipv6)),
        async ({ to, way, more }) => {
          const { onlink, ...rest } = way as { onlink?: boolean };
          const found = await asRead(
            (handle) => new Routes(handle).add({ to, ...way, ...more }),
            routeBody,
            toRoute,
          );
          const { metrics: said = {}, ...others } = more;
          expect(found).toMatchObject({ to, ...rest, ...others });
          if (Object.keys(said).length > 0) expect(found.metrics).toMatchObject(said);
          expect(found.flags.includes('onlink')).toBe(onlink === true);
          expect(found.unknown).toEqual([]);
        },
      ),
    ));
});

const range = (number: fc.Arbitrary<number>) =>
  fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);

describe('a rule', () => {
  test('is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(some({ from: prefix4, to: prefix4 }), some({ from: prefix6, to: prefix6 })),
        some({
          priority: u32,
          fwmark: u32,
          fwmask: u32,
          iif: name,
          oif: name,
          uidrange: range(fc.nat(1e6)),
          ipproto: fc.constantFrom('tcp' as const, 'udp' as const),
          sport: fc.oneof(fc.integer({ min: 1, max: 65_534 }), range(fc.integer({ min: 1, max: 65_533 }))),
          dport: fc.integer({ min: 1, max: 65_534 }),
          suppressPrefixlength: fc.nat(128),
          suppressIfgroup: fc.nat(1e6),
          table: fc.integer({ min: 1000, max: 0xffff_ffff }),
          protocol: fc.integer({ min: 200, max: 255 }),
          tunId: u32,
        }),
        async (selector, more) => {
          const options = { ...selector, ...more };
          const family = (selector.from ?? selector.to)?.includes(':')
            ? ('inet6' as const)
            : ('inet' as const);
          const found = await asRead(
            (handle) => new Rules(handle).add({ family, ...options }),
            ruleBody,
            toRule,
          );
          expect(found).toMatchObject({ family, ...options });
          expect(found.unknown).toEqual([]);
        },
      ),
    ));
});

describe('a next hop', () => {
  test('is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.record({ via: ip, dev: index }),
          fc.record({ blackhole: fc.constant(true as const) }),
          fc.record({
            group: fc.array(fc.record({ id: index, weight: fc.integer({ min: 1, max: 256 }) }), {
              minLength: 1,
              maxLength: 8,
            }),
          }),
        ),
        index,
        some({ protocol: fc.integer({ min: 200, max: 255 }) }),
        async (way, id, more) => {
          const options = { id, ...way, ...more };
          const found = await asRead((handle) => new Nexthops(handle).add(options), nexthopBody, toNexthop);
          expect(found).toMatchObject(options);
          expect(found.unknown).toEqual([]);
        },
      ),
    ));
});

describe('a link', () => {
  test('is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        name,
        some({
          index,
          mtu: u32.filter((mtu) => mtu > 0),
          address: mac,
          broadcast: mac,
          txQueueLength: u32,
          group: u32,
          up: fc.boolean(),
          link: index,
          linkNamespaceId: fc.nat(0x7fff_ffff),
          master: index,
          txQueues: fc.integer({ min: 1, max: 4096 }),
          rxQueues: fc.integer({ min: 1, max: 4096 }),
          gsoMaxSize: u32,
          groMaxSize: u32,
        }),
        async (called, common) => {
          const { up = false, ...rest } = common;
          const found = await asRead(
            (handle) => new Links(handle).add({ kind: 'dummy', name: called, ...common }),
            linkBody,
            (message) => toLink(message),
          );
          expect(found).toMatchObject({ kind: 'dummy', name: called, up, ...rest });
          expect(found.unknown).toEqual([]);
        },
      ),
    ));
});

/** Values that an option may have: what is read of random bytes and passes the option's own check. */
function valuesOf([, codec]: Row): fc.Arbitrary<unknown[]> {
  const raw = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const sized = codec.size === undefined ? [...[0, 4, 6, 16].map(raw), text] : [raw(codec.size)];
  // Large numbers are seldom valid, whatever their byte order.
  const ends = sized.flatMap((of) => [
    of.map((bytes) => bytes.fill(0, 1)),
    of.map((bytes) => bytes.fill(0, 0, -1)),
    of.map((bytes) => bytes.fill(0, 2)),
    of.map((bytes) => bytes.fill(0, 0, -2)),
  ]);
  const data = fc.oneof(...sized, ...ends);
  return fc.array(data, { minLength: 20, maxLength: 20 }).map((all) =>
    all.flatMap((bytes) => {
      try {
        const value = read(codec, bytes);
        codec.check('x', value);
        bytesOf(codec as Codec<unknown>, value);
        return [value];
      } catch {
        return [];
      }
    }),
  );
}

/** A name, as attributes have it. */
const text = name.map((letters) => Uint8Array.from(Buffer.from(`${letters}\0`)));

const tables: readonly (readonly [string, OptionTable])[] = [
  ...Object.entries(LINK_KINDS).map(([kind, { table }]) => [`link ${kind}`, table as OptionTable] as const),
  ...Object.entries(PORT_KINDS).map(([kind, table]) => [`port ${kind}`, table as OptionTable] as const),
];

/** Those that are written otherwise than they are read, or stand for more than one attribute. */
const OF_THEIR_OWN = new Set(['peer', 'flush', 'fdbFlush']);

describe.each(tables)('the options of %s', (_kind, { rows, bits, attributes }) => {
  const own = Object.entries(rows).filter(
    ([option, [, , access]]) => access !== 'read' && access !== 'write' && !OF_THEIR_OWN.has(option),
  );
  const switches = bits.flatMap((set: Bits) => Object.keys(set.bits));

  test.each(own)('%s is read as it was written', (option, row) => {
    let tried = 0;
    fc.assert(
      fc.property(valuesOf(row), (values) => {
        for (const value of values) {
          tried++;
          const found = read(attributes, bytesOf(attributes as Codec<unknown, object>, { [option]: value }));
          expect(found).toHaveProperty([option], value);
          expect(found).not.toHaveProperty('unknown');
        }
      }),
      { numRuns: 5 },
    );
    expect(tried).toBeGreaterThan(0);
  });

  test.runIf(switches.length > 0)('which are bits', () => {
    const values = fc.record(Object.fromEntries(switches.map((option) => [option, fc.boolean()])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(values, (said) => {
        const found = read(attributes, bytesOf(attributes as Codec<unknown, object>, said));
        expect(found).toMatchObject(said);
      }),
    );
  });
});

interface TcKinds {
  readonly kinds: Readonly<Record<string, TcKind<never>>>;
  readonly cases: Readonly<Record<string, readonly { readonly options: object }[]>>;
}

const TC = {
  qdisc: { kinds: QDISC_KINDS, cases: QDISC_CASES },
  class: { kinds: CLASS_KINDS, cases: CLASS_CASES },
  filter: { kinds: FILTER_KINDS, cases: FILTER_CASES },
  action: { kinds: ACTION_KINDS, cases: ACTION_CASES },
} as unknown as Readonly<Record<string, TcKinds>>;

/**
 * Written they become what the kernel keeps: bursts times, a default class its minor number, and of a key only the bits
 * that are looked at.
 */
const ROUNDED = ['burst', 'cburst', 'packetBurst', 'mtu', 'default', 'keys'];
/** What a rate is made of, and nothing without one. */
const OF_RATE = ['linkLayer', 'overhead', 'mpu'];
const without = (values: object) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([option]) => !ROUNDED.includes(option) && ('rate' in values || !OF_RATE.includes(option)),
    ),
  );

const protocolOf = (options: object) =>
  'kind' in options && options.kind === 'u32' && 'protocol' in options ? { protocol: options.protocol } : {};

/** Valid options of a kind: those of its cases, with other bytes here and there. */
function variationsOf({ checks, options }: TcKind<never>, cases: readonly { options: object }[]) {
  const codec = options as unknown as Codec<object>;
  const own = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([option]) => Object.hasOwn(checks, option)));
  // What u32 matches depends on the protocol, which is an option of all filters.
  const encoded = cases.map(({ options }) => bytesOf(codec, { ...own(options), ...protocolOf(options) }));
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  return fc.tuple(fc.constantFrom(...encoded), changes).map(([bytes, edits]) => {
    const changed = Uint8Array.from(bytes);
    for (const [at, byte] of edits) if (changed.length > 0) changed[at % changed.length] = byte;
    try {
      const values = own(read(codec, changed));
      for (const [option, value] of Object.entries(values)) checks[option]?.(option, value);
      return { values, written: bytesOf(codec, values) };
    } catch {
      return undefined;
    }
  });
}

describe.each(Object.entries(TC))('the options of a %s', (_name, { kinds, cases }) => {
  const withOptions = Object.entries(kinds).filter(
    ([, { checks, options }]) => options && Object.keys(checks).length > 0,
  );

  test.each(withOptions)('%s are read as they were written', (kind, spec) => {
    let tried = 0;
    fc.assert(
      fc.property(variationsOf(spec, cases[kind] ?? []), (variation) => {
        if (variation === undefined) return;
        tried++;
        expect(read(spec.options as never, variation.written)).toMatchObject(without(variation.values));
      }),
    );
    expect(tried).toBeGreaterThan(10);
  });
});
