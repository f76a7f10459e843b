import { expect, test } from 'vitest';
import type { RuleOptions } from '../../../src/rule/options.js';
import { Rules } from '../../../src/rule/rules.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, DUMP] = [0x1, 0x400, 0x200, 0x300];
const [RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE] = [32, 33, 34];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const [UNSPEC, LOOKUP, GOTO, BLACKHOLE] = [0, 1, 2, 6];
const MAIN = 254;

/** `struct fib_rule_hdr` */
const header = ({ family = AF_INET, to = 0, from = 0, tos = 0, table = 0, action = LOOKUP, flags = 0 }) =>
  layout(family, to, from, tos, table, 0, 0, action, u32(flags));

async function sentBy(act: (rules: Rules) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Rules(handle)).catch(() => {});
  return socket.sent[0]?.bytes;
}

const written: readonly (readonly [RuleOptions, Uint8Array[]])[] = [
  [{ priority: 5 }, [header({ table: MAIN }), attribute(6, u32(5))]],
  [
    { from: '192.0.2.0/24', to: '198.51.100.7', tos: 16, table: 100, not: true },
    [
      header({ from: 24, to: 32, tos: 16, table: 100, flags: 2 }),
      attribute(2, 192, 0, 2, 0),
      attribute(1, 198, 51, 100, 7),
    ],
  ],
  [
    { family: 'inet6', fwmark: 1, fwmask: 255, table: 1000 },
    [header({ family: AF_INET6 }), attribute(10, u32(1)), attribute(16, u32(255)), attribute(15, u32(1000))],
  ],
  [
    { iif: 'lo', oif: 'eth0', table: 'local' },
    [header({ table: 255 }), attribute(3, chars('lo'), 0), attribute(17, chars('eth0'), 0)],
  ],
  [{ goto: 40_000 }, [header({ action: GOTO }), attribute(4, u32(40_000))]],
  [{ action: 'blackhole', protocol: 'bird' }, [header({ action: BLACKHOLE }), attribute(21, 12)]],
  [{ l3mdev: true }, [header({}), attribute(19, 1)]],
  [
    { realms: { from: 3, to: 4 }, tunId: 77, suppressIfgroup: 5, suppressPrefixlength: 0 },
    [
      header({ table: MAIN }),
      attribute(11, u32(0x30004)),
      attribute(12, 0, 0, 0, 0, 0, 0, 0, 77),
      attribute(13, u32(5)),
      attribute(14, u32(0)),
    ],
  ],
  [
    { uidrange: [1, 9], ipproto: 'udp', sport: 53, dport: [1000, 2000], dscp: 46 },
    [
      header({ table: MAIN }),
      attribute(20, u32(1), u32(9)),
      attribute(22, 17),
      attribute(23, u16(53), u16(53)),
      attribute(24, u16(1000), u16(2000)),
      attribute(25, 46),
    ],
  ],
  [
    { sport: 0x1000, sportMask: 0xff00, dport: 8, dportMask: 8, dscp: 32, dscpMask: 0x38 },
    [
      header({ table: MAIN }),
      attribute(23, u16(0x1000), u16(0x1000)),
      attribute(24, u16(8), u16(8)),
      attribute(28, u16(0xff00)),
      attribute(29, u16(8)),
      attribute(25, 32),
      attribute(30, 0x38),
    ],
  ],
  [
    { family: 'inet6', flowlabel: 0xabcde },
    [
      header({ family: AF_INET6, table: MAIN }),
      attribute(26, 0, 0x0a, 0xbc, 0xde),
      attribute(27, 0, 0x0f, 0xff, 0xff),
    ],
  ],
];

test.each(written)('to add %j', async (options, payload) => {
  expect(await sentBy((rules) => rules.add(options))).toEqual(
    message(RTM_NEWRULE, REQUEST | CREATE | EXCL, 0, ...payload),
  );
});

test('to delete one leaves open what is not said', async () => {
  expect(await sentBy((rules) => rules.delete({ from: '2001:db8::/32' }))).toEqual(
    message(
      RTM_DELRULE,
      REQUEST,
      0,
      header({ family: AF_INET6, from: 32, action: UNSPEC }),
      attribute(2, 0x20, 0x01, 0x0d, 0xb8, Array(12).fill(0)),
    ),
  );
});

test('to list them', async () => {
  expect(await sentBy((rules) => rules.list())).toEqual(
    message(RTM_GETRULE, REQUEST | DUMP, 0, header({ family: AF_UNSPEC, action: UNSPEC })),
  );
});

test('a rule is read field by field', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWRULE,
      2,
      0,
      header({ from: 8, table: 252, flags: 2 | 8 }),
      attribute(2, 10, 0, 0, 0),
      attribute(6, u32(7)),
      attribute(14, u32(0xffff_ffff)),
      attribute(15, u32(1000)),
      attribute(23, u16(5), u16(9)),
      attribute(24, u16(6), u16(6)),
      attribute(22, 132),
      attribute(99, 1),
    ),
  );
  expect(await new Rules(handle).list()).toEqual([
    {
      family: 'inet',
      priority: 7,
      not: true,
      from: '10.0.0.0/8',
      ipproto: 'sctp',
      sport: [5, 9],
      dport: 6,
      action: 'lookup',
      table: 1000,
      protocol: 'unspec',
      flags: ['iif_detached'],
      unknown: [{ type: 99, data: Uint8Array.of(1) }],
    },
  ]);
});

const refused: readonly (readonly ['add' | 'delete' | 'list', unknown, Error])[] = [
  [
    'add',
    { from: '10/8' },
    new TypeError('from must be an address with a prefix length such as 192.0.2.1/24, not "10/8"'),
  ],
  [
    'add',
    { from: '::/0', to: '10.0.0.0/8' },
    new TypeError('to must be a prefix of family inet6, not "10.0.0.0/8"'),
  ],
  ['add', { sport: 0 }, new RangeError('sport must be a whole number from 1 to 65534, not 0')],
  ['add', { dport: [9, 5] }, new RangeError('dport must not end before it begins, as [9, 5]')],
  ['add', { uidrange: [1] }, new TypeError('uidrange must be a pair of numbers, not [ 1 ]')],
  ['add', { sportMask: 1 }, new TypeError('sportMask needs sport to be a number')],
  ['add', { dport: [1, 2], dportMask: 1 }, new TypeError('dportMask needs dport to be a number')],
  [
    'add',
    { dscp: 9, dscpMask: 8 },
    new RangeError('dscp must have no bits that dscpMask leaves out, as 9 has with 8'),
  ],
  ['add', { action: 'goto' }, new TypeError('a rule with action goto needs goto')],
  ['add', { action: 'nop', goto: 5 }, new TypeError('goto is for a rule with action goto, not nop')],
  ['add', { l3mdev: true, table: 5 }, new TypeError('l3mdev says which table it is: table cannot')],
  ['add', { family: 'inet6', realms: { to: 5 } }, new TypeError('realms is for rules of family inet')],
  ['add', { mark: 1 }, new TypeError('rules.add does not know the option mark')],
  ['delete', {}, new TypeError('rules.delete needs something to know the rule by')],
  ['delete', { family: 'inet6' }, new TypeError('rules.delete needs something to know the rule by')],
  ['list', { from: '::/0' }, new TypeError('rules.list does not know the option from')],
];

test.each(refused)('rules.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Rules(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
