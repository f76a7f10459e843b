import {
  NFTNL_OBJ_CT_EXPECT_DPORT,
  NFTNL_OBJ_CT_EXPECT_L3PROTO,
  NFTNL_OBJ_CT_EXPECT_L4PROTO,
  NFTNL_OBJ_CT_EXPECT_SIZE,
  NFTNL_OBJ_CT_EXPECT_TIMEOUT,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_CT_EXPECT } from '../../uapi/nf_tables.js';
import type { CtExpectation } from '../ast.js';
import { formatDuration, parseDuration } from '../datatype/time.js';
import { NUMBER } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { type Fields, optional, u8, u16, u32 } from '../schema.js';
import { integer } from '../shape.js';
import { checkCount } from '../statement/count.js';
import type { ObjectDefinition } from './definition.js';
import {
  familyLines,
  familyNames,
  kindFields,
  kindOptional,
  kindRequired,
  parseKind,
  protocolNamed,
} from './protocol.js';

type Properties = Pick<CtExpectation, 'protocol' | 'dport' | 'timeout' | 'size' | 'l3proto'>;

const schema = {
  protocol: optional(u8(NFTNL_OBJ_CT_EXPECT_L4PROTO)),
  dport: optional(u16(NFTNL_OBJ_CT_EXPECT_DPORT)),
  timeout: optional(u32(NFTNL_OBJ_CT_EXPECT_TIMEOUT)),
  size: optional(u8(NFTNL_OBJ_CT_EXPECT_SIZE)),
  l3proto: optional(u16(NFTNL_OBJ_CT_EXPECT_L3PROTO)),
};

/** `ct expectation data { protocol tcp; dport 9876; timeout 2m; size 12; l3proto ip; }` */
export const ctExpectation: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_CT_EXPECT,
  plural: 'ct expectations',
  schema,

  parseProperty(parser) {
    if (parser.word('dport')) return { dport: parser.number('a port', 0xffff) };
    if (parser.word('timeout')) return { timeout: parseTimeout(parser) };
    if (parser.word('size')) return { size: parser.number('a number of expectations', 255) };
    return parseKind(parser);
  },

  required: { ...kindRequired, dport: integer, timeout: integer, size: integer },
  optional: kindOptional,

  toFields({ dport, timeout, size, ...kind }, context) {
    return {
      ...kindFields(kind, context),
      dport: checkCount('dport', dport, 0xffff, context),
      timeout: checkCount('timeout', timeout, 0xffff_ffff, context),
      size: checkCount('size', size, 255, context),
    };
  },

  toAst({ protocol = 0, dport = 0, timeout = 0, size = 0, l3proto }: Fields<typeof schema>) {
    return { protocol: protocolNamed(protocol), dport, timeout, size, ...familyNames(l3proto) };
  },

  print(object) {
    const { protocol, dport, timeout, size } = object;
    return [
      `protocol ${protocol}`,
      `dport ${dport}`,
      `timeout ${formatDuration(timeout)}`,
      `size ${size}`,
      ...familyLines(object),
    ];
  },
};

function parseTimeout(parser: Parser): number {
  const timeout = parser.kind === NUMBER ? undefined : parseDuration(parser.value);
  if (timeout === undefined) return parser.unexpected('a time span such as 1h30m');
  parser.advance();
  return timeout;
}
