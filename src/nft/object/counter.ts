import { NFTNL_OBJ_CTR_BYTES, NFTNL_OBJ_CTR_PKTS } from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_COUNTER } from '../../uapi/nf_tables.js';
import type { Counter } from '../ast.js';
import type { Parser } from '../parse/parser.js';
import { type Fields, optional, u64 } from '../schema.js';
import { integer } from '../shape.js';
import { checkCount64 } from '../statement/count.js';
import type { ObjectDefinition } from './definition.js';

type Properties = Pick<Counter, 'packets' | 'bytes'>;

const schema = { packets: optional(u64(NFTNL_OBJ_CTR_PKTS)), bytes: optional(u64(NFTNL_OBJ_CTR_BYTES)) };

/** `counter http { packets 0 bytes 0 }` */
export const counter: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_COUNTER,
  plural: 'counters',
  schema,

  parseLine: (parser) => parseCounts(parser) ?? {},

  parseProperty: parseCounts,

  required: {},
  optional: { packets: integer, bytes: integer },

  toFields({ packets = 0, bytes = 0 }, context) {
    checkCount64('packets', packets, context);
    checkCount64('bytes', bytes, context);
    // Zeros are left to the kernel, as nft does.
    return { ...(packets ? { packets } : {}), ...(bytes ? { bytes } : {}) };
  },

  toAst({ packets = 0, bytes = 0 }: Fields<typeof schema>) {
    return { packets, bytes };
  },

  print({ packets = 0, bytes = 0 }, stateless) {
    return stateless ? [] : [`packets ${packets} bytes ${bytes}`];
  },
};

function parseCounts(parser: Parser): Properties | undefined {
  if (!parser.word('packets')) return undefined;
  const packets = parser.integer('a number of packets');
  parser.expectWord('bytes');
  return { packets, bytes: parser.integer('a number of bytes') };
}
