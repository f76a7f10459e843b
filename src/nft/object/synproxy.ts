import {
  NFTNL_OBJ_SYNPROXY_FLAGS,
  NFTNL_OBJ_SYNPROXY_MSS,
  NFTNL_OBJ_SYNPROXY_WSCALE,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_SYNPROXY } from '../../uapi/nf_tables.js';
import type { SynproxyObject } from '../ast.js';
import { type Fields, optional, u8, u16, u32 } from '../schema.js';
import { integer, oneOrMore, word } from '../shape.js';
import { listOf } from '../statement/flags.js';
import {
  parseSynproxy,
  raiseSynproxy,
  SYNPROXY_FLAGS,
  synproxyFields,
} from '../statement/synproxy_options.js';
import type { ObjectDefinition } from './definition.js';

type Properties = Pick<SynproxyObject, 'mss' | 'wscale' | 'flags'>;

const schema = {
  mss: optional(u16(NFTNL_OBJ_SYNPROXY_MSS)),
  wscale: optional(u8(NFTNL_OBJ_SYNPROXY_WSCALE)),
  flags: optional(u32(NFTNL_OBJ_SYNPROXY_FLAGS)),
};

/** `synproxy https { mss 1460; wscale 7; timestamp sack-perm; }` */
export const synproxy: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_SYNPROXY,
  plural: 'synproxys',
  schema,

  parseLine: parseSynproxy,

  parseProperty(parser) {
    const options = parseSynproxy(parser);
    return Object.keys(options).length === 0 ? undefined : options;
  },

  required: { mss: integer, wscale: integer },
  optional: { flags: oneOrMore(word(...SYNPROXY_FLAGS)) },

  toFields: (options, context) => synproxyFields(options, context),

  toAst(fields: Fields<typeof schema>) {
    const { flags } = raiseSynproxy(fields);
    return { mss: fields.mss ?? 0, wscale: fields.wscale ?? 0, ...(flags === undefined ? {} : { flags }) };
  },

  print({ mss, wscale, flags }) {
    const names = listOf(flags);
    const [timestamp, sackPerm] = SYNPROXY_FLAGS.map((flag) => (names.includes(flag) ? flag : ''));
    // The blank between them is there even if one of them is not.
    const options = names.length === 0 ? [] : [`${timestamp} ${sackPerm}`];
    return [`mss ${mss}`, `wscale ${wscale}`, ...options];
  },
};
