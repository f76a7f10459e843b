import { NFTNL_OBJ_SECMARK_CTX } from '../../uapi/libnftnl_object.js';
import { NFT_OBJECT_SECMARK } from '../../uapi/nf_tables.js';
import type { Secmark } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { QUOTED } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { type Fields, optional, string } from '../schema.js';
import { text } from '../shape.js';
import type { ObjectDefinition } from './definition.js';

type Properties = Pick<Secmark, 'context'>;

const schema = { context: optional(string(NFTNL_OBJ_SECMARK_CTX)) };

/** NFT_SECMARK_CTX_MAXLEN, with its zero byte. */
const CONTEXT_LENGTH = 256;

/** `secmark ssh { "system_u:object_r:ssh_server_packet_t:s0" }` */
export const secmark: ObjectDefinition<Properties> = {
  type: NFT_OBJECT_SECMARK,
  plural: 'secmarks',
  schema,

  parseLine: (parser) => parseContext(parser) ?? parser.unexpected('a security context in quotes'),

  parseProperty: parseContext,

  required: { context: text },
  optional: {},

  toFields({ context: label }, { path }) {
    if (label === '' || Buffer.byteLength(label) >= CONTEXT_LENGTH) {
      path.push('context');
      fail(`a security context has 1 to ${CONTEXT_LENGTH - 1} bytes`);
    }
    return { context: label };
  },

  toAst: ({ context = '' }: Fields<typeof schema>) => ({ context }),

  print: ({ context }) => [`"${context}"`],
};

function parseContext(parser: Parser): Properties | undefined {
  if (parser.kind !== QUOTED) return undefined;
  return { context: parser.string('a security context') };
}
