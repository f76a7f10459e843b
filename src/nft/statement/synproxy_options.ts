import {
  NF_SYNPROXY_OPT_MSS,
  NF_SYNPROXY_OPT_SACK_PERM,
  NF_SYNPROXY_OPT_TIMESTAMP,
  NF_SYNPROXY_OPT_WSCALE,
} from '../../uapi/nf_synproxy.js';
import type { Synproxy, SynproxyFlag } from '../ast.js';
import type { RuleContext } from '../evaluate/context.js';
import type { SynproxyExpression } from '../expr/synproxy.js';
import type { Parser } from '../parse/parser.js';
import { integer, object, oneOrMore, word } from '../shape.js';
import { checkCount } from './count.js';
import { listOf } from './flags.js';

const FLAGS: Readonly<Record<SynproxyFlag, number>> = {
  timestamp: NF_SYNPROXY_OPT_TIMESTAMP,
  'sack-perm': NF_SYNPROXY_OPT_SACK_PERM,
};

export const SYNPROXY_FLAGS = Object.keys(FLAGS) as readonly SynproxyFlag[];

/** The largest window scale, RFC 7323. */
const MAXIMUM_SCALE = 14;

export const synproxyShape = object(
  {},
  { mss: integer, wscale: integer, flags: oneOrMore(word(...SYNPROXY_FLAGS)) },
);

/** What the kernel knows of it, as an expression or an object. */
export type SynproxyFields = Omit<SynproxyExpression, 'name'>;

/** `[mss N] [wscale N] [timestamp] [sack-perm]` in any order. */
export function parseSynproxy(parser: Parser): Synproxy {
  const node: { mss?: number; wscale?: number } = {};
  const flags = new Set<SynproxyFlag>();
  for (;;) {
    if (parser.word('mss')) node.mss = parser.number('a segment size', 0xffff);
    else if (parser.word('wscale')) node.wscale = parser.number('a window scale', MAXIMUM_SCALE);
    else {
      const flag = SYNPROXY_FLAGS.find((each) => parser.word(each));
      if (flag === undefined) break;
      flags.add(flag);
    }
  }
  return flags.size === 0 ? node : { ...node, flags: SYNPROXY_FLAGS.filter((flag) => flags.has(flag)) };
}

/** Its options as words: `mss 1460`, `timestamp`. As in nft, size and scale are listed together. */
export function synproxyWords({ mss, wscale, flags }: Synproxy): string[] {
  return [
    ...(mss === undefined && wscale === undefined ? [] : [`mss ${mss ?? 0}`, `wscale ${wscale ?? 0}`]),
    ...listOf(flags),
  ];
}

export function synproxyFields(node: Synproxy, context: Pick<RuleContext, 'path'>): SynproxyFields {
  const { mss, wscale } = node;
  const flags =
    (mss === undefined ? 0 : NF_SYNPROXY_OPT_MSS) | (wscale === undefined ? 0 : NF_SYNPROXY_OPT_WSCALE);
  return {
    mss: checkCount('mss', mss ?? 0, 0xffff, context),
    wscale: checkCount('wscale', wscale ?? 0, MAXIMUM_SCALE, context),
    flags: listOf(node.flags).reduce((bits, flag) => bits | FLAGS[flag], flags),
  };
}

export function raiseSynproxy({ mss = 0, wscale = 0, flags = 0 }: SynproxyFields): Synproxy {
  const names = SYNPROXY_FLAGS.filter((flag) => (flags & FLAGS[flag]) !== 0);
  return {
    ...((flags & NF_SYNPROXY_OPT_MSS) === 0 ? {} : { mss }),
    ...((flags & NF_SYNPROXY_OPT_WSCALE) === 0 ? {} : { wscale }),
    ...(names.length === 0 ? {} : { flags: names }),
  };
}
