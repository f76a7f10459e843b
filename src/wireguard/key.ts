import { type Check, wrongType } from '../check/options.js';
import { WG_KEY_LEN } from '../uapi/wireguard.js';
import type { Codec } from '../wire/codec.js';

/** 32 bytes in base64: 43 digits, the last of which has two bits to spare that are zero, and one for padding. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** A key in base64. What is wrong is not shown: it may be most of a secret. */
export const wireguardKey: Check = (field, value) => {
  if (typeof value !== 'string')
    throw wrongType(field, typeof value, `a key of ${WG_KEY_LEN} bytes in base64`);
  if (!KEY.test(value))
    throw new TypeError(
      `${field} must be a key of ${WG_KEY_LEN} bytes in base64 (44 characters, as of wg genkey), not what it is`,
    );
};

/** A key; `null` is written, and read, as nothing but zeros, which stands for none. */
export const key: Codec<string | null> = {
  size: WG_KEY_LEN,
  write: (writer, value) => {
    const at = writer.reserve(WG_KEY_LEN);
    if (value !== null) writer.bytes.set(Buffer.from(value, 'base64'), at);
  },
  read: (view, start) => {
    const bytes = Buffer.from(view.buffer, view.byteOffset + start, WG_KEY_LEN);
    return bytes.every((byte) => byte === 0) ? null : bytes.toString('base64');
  },
};
