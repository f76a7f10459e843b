import {
  NFTNL_OBJ_CT_HELPER_L3PROTO,
  NFTNL_OBJ_CT_HELPER_L4PROTO,
  NFTNL_OBJ_CT_HELPER_NAME,
} from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_CT_HELPER } from '../../uapi/nf_tables.js';
import type { CtHelper } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { type Fields, optional, string, u8, u16 } from '../schema.js';
import { text } from '../shape.js';
import type { ObjectDefinition } from './definition.js';
import {
  CT_PROTOCOLS,
  familyLines,
  familyNames,
  kindFields,
  kindOptional,
  kindRequired,
  parseFamilyOf,
  protocolNamed,
} from './protocol.js';

type Properties = Pick<CtHelper, 'type' | 'protocol' | 'l3proto'>;

const schema = {
  helper: optional(string(NFTNL_OBJ_CT_HELPER_NAME)),
  protocol: optional(u8(NFTNL_OBJ_CT_HELPER_L4PROTO)),
  l3proto: optional(u16(NFTNL_OBJ_CT_HELPER_L3PROTO)),
};

/** NF_CT_HELPER_NAME_LEN, with its zero byte. */
const NAME_LENGTH = 16;

/** `ct helper ftp-standard { type "ftp" protocol tcp; l3proto ip; }` */
export const ctHelper: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_CT_HELPER,
  plural: 'ct helpers',
  schema,

  parseProperty(parser) {
    if (!parser.word('type')) return parseFamilyOf(parser);
    const type = parser.quoted('the name of a helper');
    parser.expectWord('protocol');
    return { type, protocol: parser.oneOf(CT_PROTOCOLS, 'a protocol') };
  },

  required: { type: text, ...kindRequired },
  optional: kindOptional,

  toFields({ type, ...kind }, context) {
    if (type === '' || Buffer.byteLength(type) >= NAME_LENGTH) {
      context.path.push('type');
      fail(`the name of a helper has 1 to ${NAME_LENGTH - 1} bytes`);
    }
    return { helper: type, ...kindFields(kind, context) };
  },

  toAst({ helper = '', protocol = 0, l3proto }: Fields<typeof schema>) {
    return { type: helper, protocol: protocolNamed(protocol), ...familyNames(l3proto) };
  },

  print: (object) => [`type "${object.type}" protocol ${object.protocol}`, ...familyLines(object)],
};
