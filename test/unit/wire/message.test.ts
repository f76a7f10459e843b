import { describe, expect, test } from 'vitest';
import { attributes } from '../../../src/wire/attributes.js';
import { string, u8, u16, u32 } from '../../../src/wire/codec.js';
import { type MessageSpan, messagesIn, readBody, writeMessage } from '../../../src/wire/message.js';
import { struct } from '../../../src/wire/struct.js';
import { Writer } from '../../../src/wire/writer.js';
import {
  attribute,
  chars,
  u16 as host16,
  u32 as host32,
  layout,
  message,
  view,
} from '../../support/layout.js';

const body = {
  header: struct({ family: u8, pad: u8, kind: u16 }),
  attributes: attributes({ name: [3, string], mtu: [4, u32] }),
};

/** A header whose size is no multiple of four. */
const oddBody = { header: struct({ family: u8 }), attributes: attributes({ mtu: [4, u32] }) };

const spans = (bytes: Uint8Array): MessageSpan[] => [...messagesIn(view(bytes))];

describe('writing', () => {
  test('puts length, type and flags in front, and leaves sequence number and port to the sender', () => {
    const writer = new Writer();
    writeMessage(writer, 16, 0x605, body, { family: 1, kind: 772 }, { mtu: 9, name: 'a' });
    const payload = layout(1, 0, host16(772), attribute(4, host32(9)), attribute(3, chars('a'), 0));
    expect(writer.finish()).toEqual(
      layout(host32(16 + payload.length), host16(16), host16(0x605), host32(0), host32(0), payload),
    );
  });

  test('pads the header before the attributes', () => {
    const writer = new Writer();
    writeMessage(writer, 16, 1, oddBody, { family: 7 }, { mtu: 9 });
    expect(writer.finish()).toEqual(message(16, 1, 0, 7, 0, 0, 0, attribute(4, host32(9))));
  });
});

describe('reading', () => {
  test('finds every message and what its header says', () => {
    const first = message(16, 2, 5, 1, 2, 3, 4);
    expect(spans(layout(first, message(3, 0, 6)))).toEqual([
      { type: 16, flags: 2, sequence: 5, start: 0, end: 20 },
      { type: 3, flags: 0, sequence: 6, start: 20, end: 36 },
    ]);
  });

  test('steps over the padding behind a message', () => {
    const odd = message(16, 0, 1, 1, 2, 3);
    expect(spans(layout(odd, 0, message(17, 0, 2))).map(({ start, end }) => [start, end])).toEqual([
      [0, 19],
      [20, 36],
    ]);
  });

  test.each([
    ['a length shorter than a header', layout(host32(15), host32(0), host32(0), host32(0))],
    ['a length of zero', layout(host32(0), host32(0), host32(0), host32(0))],
    ['a length beyond the end', layout(host32(17), host32(0), host32(0), host32(0))],
    ['half a header', layout(host32(16), host32(0))],
  ])('ends at %s', (_what, broken) => {
    expect(spans(layout(message(16, 0, 1), broken))).toHaveLength(1);
  });

  test('gives header fields and attributes as one object', () => {
    const bytes = message(16, 0, 1, 1, 0, host16(772), attribute(4, host32(9)), attribute(3, chars('a'), 0));
    const [span] = spans(bytes);
    expect(span && readBody(body, view(bytes), span)).toEqual({
      family: 1,
      pad: 0,
      kind: 772,
      mtu: 9,
      name: 'a',
    });
  });

  test('refuses a message that is shorter than its fixed header', () => {
    const bytes = message(16, 0, 1, 1, 0);
    const [span] = spans(bytes);
    expect(() => span && readBody(body, view(bytes), span)).toThrow(
      new RangeError('netlink message shorter than its header'),
    );
  });
});
