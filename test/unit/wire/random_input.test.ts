import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAddress } from '../../../src/address/address.js';
import { addressBody } from '../../../src/address/message.js';
import { toFdbEntry } from '../../../src/bridge/fdb_entry.js';
import { toMdbEntry } from '../../../src/bridge/mdb_entry.js';
import { listBody as mdbBody } from '../../../src/bridge/mdb_message.js';
import { listBody as vlanBody } from '../../../src/bridge/vlan_message.js';
import { familyBody, toFamily } from '../../../src/genetlink/family.js';
import { policyBody, toPolicy } from '../../../src/genetlink/policy.js';
import { toLink } from '../../../src/link/link.js';
import { linkBody } from '../../../src/link/message.js';
import { neighbourBody } from '../../../src/neighbour/message.js';
import { toNeighbour } from '../../../src/neighbour/neighbour.js';
import { tableBody } from '../../../src/neighbour/table_message.js';
import { netconfBody, toNetconf } from '../../../src/netconf/netconf.js';
import { readError } from '../../../src/netlink/failure.js';
import { nexthopBody } from '../../../src/nexthop/message.js';
import { toBucket, toNexthop } from '../../../src/nexthop/nexthop.js';
import { nsidBody } from '../../../src/nsid/nsids.js';
import { routeBody } from '../../../src/route/message.js';
import { toRoute } from '../../../src/route/route.js';
import { ruleBody } from '../../../src/rule/message.js';
import { toRule } from '../../../src/rule/rule.js';
import { toClass } from '../../../src/tc/class.js';
import { toFilter } from '../../../src/tc/filter.js';
import { filterBody, qdiscBody } from '../../../src/tc/message.js';
import { toQdisc } from '../../../src/tc/qdisc.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../../src/uapi/netlink.js';
import { attributePath, eachAttribute } from '../../../src/wire/attributes.js';
import { type Body, type Decoded, messagesIn, readBody } from '../../../src/wire/message.js';
import { toDevice } from '../../../src/wireguard/device.js';
import { deviceBody } from '../../../src/wireguard/message.js';
import { anyBytes } from '../../support/arbitrary.js';
import { message, view } from '../../support/layout.js';

const read = <B extends Body>(body: B, convert: (message: Decoded<B>) => object) => ({
  body,
  decode: (bytes: Uint8Array) => {
    const header = new Uint8Array(body.header.size);
    const data = view(message(0, 0, 0, header, bytes));
    return [...messagesIn(data)].map((span) => convert(readBody(body, data, span)));
  },
});

/** Every kind of message that the kernel is asked for. */
const decoders = {
  link: read(linkBody, (message) => toLink(message, { stats: true, conf: true })),
  address: read(addressBody, toAddress),
  route: read(routeBody, toRoute),
  neighbour: read(neighbourBody, toNeighbour),
  'forwarding entry': read(neighbourBody, toFdbEntry),
  'neighbour table': read(tableBody, (message) => message),
  'bridge VLAN': read(vlanBody, (message) => message),
  'multicast entry': read(mdbBody, ({ index, groups = [] }) =>
    groups.flat().map((entry) => toMdbEntry(index, entry)),
  ),
  rule: read(ruleBody, toRule),
  'next hop': read(nexthopBody, toNexthop),
  'bucket of next hops': read(nexthopBody, toBucket),
  'netconf entry': read(netconfBody, toNetconf),
  'number of a namespace': read(nsidBody, (message) => message),
  qdisc: read(qdiscBody, toQdisc),
  class: read(qdiscBody, toClass),
  filter: read(filterBody, toFilter),
  family: read(familyBody, toFamily),
  'policy of a family': read(policyBody, (message) => toPolicy([message])),
  'WireGuard device': read(deviceBody, (message) => toDevice([message])),
};

describe.each(Object.entries(decoders))('the decoder of a %s', (_name, { decode, body }) => {
  test.each(Object.entries(anyBytes))('takes any attributes: %s', (_kind, input) => {
    fc.assert(
      fc.property(input, (bytes) => {
        expect(decode(bytes)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test.each(Object.entries(anyBytes))('finds the way to any byte of them: %s', (_kind, input) => {
    fc.assert(
      fc.property(input, fc.nat(500), (bytes, offset) => {
        attributePath(body.attributes, view(bytes), 0, bytes.length, offset);
      }),
    );
  });
});

test('walking attributes never leaves the given range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), fc.nat(20), (bytes, before, after) => {
      const start = Math.min(before, bytes.length);
      const end = Math.max(start, bytes.length - after);
      eachAttribute(view(bytes), start, end, (_type, from, to) => {
        expect(from).toBeGreaterThanOrEqual(start + 4);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(end);
      });
    }),
  );
});

test('walking messages never leaves the buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const { start, end } of messagesIn(view(bytes))) {
        expect(end).toBeGreaterThanOrEqual(start + 16);
        expect(end).toBeLessThanOrEqual(bytes.length);
      }
    }),
  );
});

test('an error answer may have anything behind its errno', () => {
  const flags = fc.subarray([NLM_F_CAPPED, NLM_F_ACK_TLVS]).map((bits) => bits.reduce((a, b) => a | b, 0));
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 120 }), flags, (bytes, bits) => {
      const data = view(message(2, bits, 0, bytes));
      for (const span of messagesIn(data)) expect(readError(data, span).errno).toEqual(expect.any(Number));
    }),
  );
});
