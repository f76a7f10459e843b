import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAddress } from '../../../src/address/address.js';
import { addressBody } from '../../../src/address/message.js';
import { toFdbEntry } from '../../../src/bridge/fdb_entry.js';
import { toMdbEntry } from '../../../src/bridge/mdb_entry.js';
import { listBody as mdbBody } from '../../../src/bridge/mdb_message.js';
import { listBody as vlanBody } from '../../../src/bridge/vlan_message.js';
import { toLink } from '../../../src/link/link.js';
import { linkBody } from '../../../src/link/message.js';
import { neighbourBody } from '../../../src/neighbour/message.js';
import { toNeighbour } from '../../../src/neighbour/neighbour.js';
import { tableBody } from '../../../src/neighbour/table_message.js';
import { readError } from '../../../src/netlink/failure.js';
import { routeBody } from '../../../src/route/message.js';
import { toRoute } from '../../../src/route/route.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../../src/uapi/netlink.js';
import { attributePath, eachAttribute } from '../../../src/wire/attributes.js';
import { type Body, type Decoded, messagesIn, readBody } from '../../../src/wire/message.js';
import { attribute, layout, message, view } from '../../support/layout.js';

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
  link: read(linkBody, toLink),
  address: read(addressBody, toAddress),
  route: read(routeBody, toRoute),
  neighbour: read(neighbourBody, toNeighbour),
  'forwarding entry': read(neighbourBody, toFdbEntry),
  'neighbour table': read(tableBody, (message) => message),
  'bridge VLAN': read(vlanBody, (message) => message),
  'multicast entry': read(mdbBody, ({ index, groups = [] }) =>
    groups.flat().map((entry) => toMdbEntry(index, entry)),
  ),
};

/** Attributes with plausible numbers and any content: they get further into the decoders than noise does. */
const plausible = fc
  .array(fc.tuple(fc.nat(64), fc.uint8Array({ maxLength: 40 })), { maxLength: 12 })
  .map((entries) => layout(...entries.map(([type, data]) => attribute(type, data))));

/** A copy of the bytes that is cut off somewhere. */
const truncated = (bytes: fc.Arbitrary<Uint8Array>) =>
  fc.tuple(bytes, fc.nat(400)).map(([whole, keep]) => whole.subarray(0, keep));

const inputs = { noise: fc.uint8Array({ maxLength: 400 }), plausible, truncated: truncated(plausible) };

describe.each(Object.entries(decoders))('the decoder of a %s', (_name, { decode, body }) => {
  test.each(Object.entries(inputs))('takes any attributes: %s', (_kind, input) => {
    fc.assert(
      fc.property(input, (bytes) => {
        expect(decode(bytes)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test.each(Object.entries(inputs))('finds the way to any byte of them: %s', (_kind, input) => {
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
