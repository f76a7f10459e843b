import { expect, test } from 'vitest';
import { readError } from '../../../src/netlink/failure.js';
import { messagesIn } from '../../../src/wire/message.js';
import { attribute, chars, errorMessage, message, s32, u32, view } from '../../support/layout.js';

const NLMSGERR_ATTR_MSG = 1;
const NLMSGERR_ATTR_OFFS = 2;

function read(bytes: Uint8Array) {
  const data = view(bytes);
  const [span] = messagesIn(data);
  if (span === undefined) throw new Error('no message');
  return readError(data, span);
}

test('the errno alone', () => {
  expect(read(errorMessage(3, 17))).toEqual({
    errno: 17,
    extack: undefined,
    offset: undefined,
    extra: new Map(),
  });
});

test('the extended acknowledgement behind the header of the request', () => {
  const answer = errorMessage(
    0,
    22,
    attribute(NLMSGERR_ATTR_MSG, chars('Invalid MTU'), 0),
    attribute(NLMSGERR_ATTR_OFFS, u32(36)),
  );
  expect(read(answer)).toMatchObject({ errno: 22, extack: 'Invalid MTU', offset: 36 });
});

test('the extended acknowledgement behind a whole request, where the kernel sends that back', () => {
  const NLM_F_ACK_TLVS = 0x200;
  const request = message(16, 5, 0, 1, 2, 3);
  const text = attribute(NLMSGERR_ATTR_MSG, chars('no'), 0);
  const answer = message(2, NLM_F_ACK_TLVS, 0, s32(-1), request, 0, text);
  expect(read(answer)).toMatchObject({ errno: 1, extack: 'no' });
});

test('nothing behind the request is read unless the kernel says that there is something', () => {
  const NLM_F_CAPPED = 0x100;
  const answer = message(2, NLM_F_CAPPED, 0, s32(-1), message(16, 5, 0), attribute(1, chars('no'), 0));
  expect(read(answer).extack).toBeUndefined();
});

test('an empty text is none', () => {
  expect(read(errorMessage(0, 1, attribute(NLMSGERR_ATTR_MSG, 0))).extack).toBeUndefined();
});

test('attributes of other numbers are kept for whoever knows them', () => {
  expect(read(errorMessage(0, 1, attribute(200, 7, 8))).extra).toEqual(new Map([[200, Uint8Array.of(7, 8)]]));
});
