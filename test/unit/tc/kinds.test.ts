import { describe, expect, test } from 'vitest';
import type { ClassOptions } from '../../../src/tc/class/index.js';
import { Classes } from '../../../src/tc/classes.js';
import type { QdiscOptions } from '../../../src/tc/qdisc/index.js';
import { Qdiscs } from '../../../src/tc/qdiscs.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32 } from '../../support/layout.js';

// linux/rtnetlink.h
const [RTM_NEWQDISC, RTM_NEWTCLASS] = [36, 40];
const [TCA_KIND, TCA_OPTIONS, TCA_STATS2, TCA_STATS_APP] = [1, 2, 7, 4];

type Without<T> = T extends unknown ? Omit<T, 'link'> : never;

/** What tc of iproute2 6.1 puts into TCA_OPTIONS, in hexadecimal digits, an attribute after the other. */
const QDISCS: readonly (readonly [Without<QdiscOptions>, string, object])[] = [
  [
    { kind: 'codel', limit: 500, target: '4ms', interval: '90ms', ecn: true, ceThreshold: '2ms' },
    '08000200f4010000 08000300905f0100 08000100a00f0000 0800040001000000 08000500d0070000',
    { limit: 500, target: 4, interval: 90, ecn: true, ceThreshold: 2 },
  ],
  [
    {
      kind: 'cake',
      bandwidth: '10mbit',
      diffserv: 'diffserv4',
      flowMode: 'dual-srchost',
      nat: true,
      wash: true,
      ackFilter: 'enabled',
      rtt: '50ms',
      overhead: 18,
      mpu: 64,
      atm: 'atm',
      memoryLimit: '4mb',
      fwmark: 0xff,
      splitGso: true,
      autorateIngress: true,
      ingress: true,
    },
    `0c000200d012130000000000 0800030001000000 0800040001000000 0800050005000000 0800060012000000 08000e0040000000
     0800070050c30000 08000800c4090000 0800090001000000 08000a0000004000 08001200ff000000 08000b0001000000
     08000d0001000000 0800110001000000 08000f0001000000 0800100001000000`,
    { bandwidth: 10e6, rtt: 50, target: 2.5, flowMode: 'dual-srchost', raw: false, memoryLimit: 4194304 },
  ],
  [{ kind: 'cake', bandwidth: Infinity }, '0c0002000000000000000000', { bandwidth: Infinity }],
  [{ kind: 'cake', raw: true }, '04000c00', { raw: true }],
  [{ kind: 'cake', rtt: 'lan' }, '08000700e8030000 0800080032000000', { rtt: 1, target: 0.05 }],
  [
    { kind: 'cake', rtt: 'interplanetary' },
    '0800070000ca9a3b 0800080080f0fa02',
    { rtt: 1_000_000, target: 50_000 },
  ],
  [{ kind: 'cake', overhead: -4 }, '08000600fcffffff', { overhead: -4 }],
  [{ kind: 'hfsc', default: ':10' }, '1000', { default: ':10' }],
  [{ kind: 'hfsc' }, '0000', {}],
];

const CLASSES: readonly (readonly [Without<ClassOptions>, string, object])[] = [
  [
    {
      kind: 'hfsc',
      classId: '1:10',
      realTime: { m1: '10mbit', d: '20ms', m2: '5mbit' },
      linkShare: { m2: '3mbit' },
      upperLimit: { umax: 1500, dmax: '30ms', m2: '8mbit' },
    },
    `10000100d0121300204e000068890900 100002000000000000000000d8b80500
     1000030000000000546f000040420f00`,
    {
      realTime: { m1: 10e6, d: 20, m2: 5e6 },
      linkShare: { m1: 0, d: 0, m2: 3e6 },
      upperLimit: { m1: 0, d: 28.5, m2: 8e6 },
    },
  ],
  [{ kind: 'drr', classId: '1:10', quantum: 1600 }, '0800010040060000', { quantum: 1600 }],
  [{ kind: 'drr', classId: '1:10' }, '', {}],
];

const tcmsg = layout(0, 0, u16(0), u32(7), u32(0x1_0010), u32(0x1_0000), u32(0));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The attributes in TCA_OPTIONS, or what stands there, in an order that does not depend on who writes. */
function optionsIn(sent: Uint8Array): string[] {
  const view = new DataView(sent.buffer, sent.byteOffset);
  const lengthAt = (at: number) => view.getUint16(at, true);
  const kind = 16 + tcmsg.length;
  const start = kind + ((lengthAt(kind) + 3) & ~3);
  const end = start + lengthAt(start);
  if (end - start < 8) return [hex(sent.subarray(start + 4, end))].filter(Boolean);
  const found: string[] = [];
  for (let at = start + 4; at < end; at += lengthAt(at))
    found.push(hex(sent.subarray(at, at + lengthAt(at))));
  return found.sort();
}

const answer = (type: number, kind: string, options: string, more: Uint8Array = layout()) =>
  message(
    type,
    0,
    0,
    tcmsg,
    attribute(TCA_KIND, chars(kind), 0),
    attribute(TCA_OPTIONS, [...Buffer.from(options.replaceAll(/\s/g, ''), 'hex')]),
    more,
  );

describe.each(QDISCS)('%j', (options, wire, read) => {
  test('is written as tc writes it', async () => {
    const { handle, socket } = fakeHandle();
    await new Qdiscs(handle).add({ ...options, link: 7 } as QdiscOptions);
    expect(optionsIn(socket.sent[0]?.bytes ?? layout())).toEqual(wire.split(/\s+/).sort());
  });

  test('is read', async () => {
    const { handle } = fakeHandle(() => answer(RTM_NEWQDISC, options.kind, wire));
    expect(await new Qdiscs(handle).list()).toMatchObject([{ kind: options.kind, ...read }]);
  });
});

describe.each(CLASSES)('%j', (options, wire, read) => {
  test('is written as tc writes it', async () => {
    const { handle, socket } = fakeHandle();
    await new Classes(handle).add({ ...options, link: 7 } as ClassOptions);
    expect(optionsIn(socket.sent[0]?.bytes ?? layout())).toEqual(wire.split(/\s+/).filter(Boolean).sort());
  });

  test('is read', async () => {
    const { handle } = fakeHandle(() => answer(RTM_NEWTCLASS, options.kind, wire));
    expect(await new Classes(handle).list({ link: 7 })).toMatchObject([{ kind: options.kind, ...read }]);
  });
});

test('cake has counters of its own, some a tin', async () => {
  const [CAPACITY, MEMORY_USED, TINS, SENT_PACKETS, SENT_BYTES] = [2, 4, 10, 2, 3];
  const tin = (packets: number) =>
    layout(attribute(SENT_PACKETS, u32(packets)), attribute(SENT_BYTES, u32(packets * 100), u32(0)));
  const counted = attribute(
    TCA_STATS_APP,
    attribute(CAPACITY, u32(1000), u32(0)),
    attribute(MEMORY_USED, u32(64)),
    attribute(TINS, attribute(1, tin(3)), attribute(2, tin(4))),
  );
  const { handle } = fakeHandle(() => answer(RTM_NEWQDISC, 'cake', '', attribute(TCA_STATS2, counted)));
  const [qdisc] = await new Qdiscs(handle).list();
  expect(qdisc?.xstats).toEqual({
    capacityEstimate: 8000,
    memoryUsed: 64,
    tins: [
      { sentPackets: 3, sentBytes: 300n },
      { sentPackets: 4, sentBytes: 400n },
    ],
  });
});

test.each([
  [{ kind: 'cake', bandwidth: 'fast' }, 'bandwidth must be bits per second'],
  [{ kind: 'cake', rtt: 'moon' }, 'rtt must be milliseconds'],
  [{ kind: 'cake', overhead: 300 }, 'overhead must be a whole number from -64 to 256'],
  [{ kind: 'codel', flows: 3 }, 'does not know the option flows'],
])('%j is refused', async (wrong, text) => {
  const { handle } = fakeHandle();
  await expect(new Qdiscs(handle).add({ ...wrong, link: 7 } as QdiscOptions)).rejects.toThrow(text);
});

test.each([
  [{}, 'linkShare needs a rate, m1 or m2'],
  [{ m1: 8 }, 'linkShare.m1 needs d'],
  [{ m2: 8, umax: 3 }, 'linkShare.umax needs dmax'],
  [{ m2: 8, d: 3, dmax: 3 }, 'linkShare.dmax goes with m2'],
  [{ rate: 8 }, 'does not know the option rate'],
])('a curve %j is refused', async (linkShare, text) => {
  const { handle } = fakeHandle();
  const wrong = { kind: 'hfsc', link: 7, classId: '1:10', linkShare } as ClassOptions;
  await expect(new Classes(handle).add(wrong)).rejects.toThrow(text);
});
