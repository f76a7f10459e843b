import {
  NF_LOG_IPOPT,
  NF_LOG_MACDECODE,
  NF_LOG_MASK,
  NF_LOG_PREFIXLEN,
  NF_LOG_TCPOPT,
  NF_LOG_TCPSEQ,
  NF_LOG_UID,
} from '../../uapi/nf_log.js';
import { NFT_LOGLEVEL_AUDIT, NFT_LOGLEVEL_WARNING } from '../../uapi/nf_tables.js';
import type { Log, LogFlag, LogLevel, LogStatement } from '../ast.js';
import { fail, type RuleContext } from '../evaluate/context.js';
import type { LogExpression } from '../expr/log.js';
import type { Parser } from '../parse/parser.js';
import { integer, object, oneOrMore, orNull, text, word } from '../shape.js';
import { compactList, listOf } from './flags.js';
import type { StatementDefinition } from './statement.js';

/** By their numbers (NFT_LOGLEVEL_*). */
const LEVELS: readonly LogLevel[] = [
  'emerg',
  'alert',
  'crit',
  'err',
  'warn',
  'notice',
  'info',
  'debug',
  'audit',
];

const FLAGS: Readonly<Record<LogFlag, number>> = {
  'tcp sequence': NF_LOG_TCPSEQ,
  'tcp options': NF_LOG_TCPOPT,
  'ip options': NF_LOG_IPOPT,
  skuid: NF_LOG_UID,
  ether: NF_LOG_MACDECODE,
  all: NF_LOG_MASK,
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function flagsToNames(bits: number): LogFlag[] {
  if ((bits & NF_LOG_MASK) === NF_LOG_MASK) return ['all'];
  return (Object.keys(FLAGS) as LogFlag[]).filter((flag) => flag !== 'all' && (bits & FLAGS[flag]) !== 0);
}

function namesToFlags(names: readonly LogFlag[]): number {
  return names.reduce((bits, name) => bits | (FLAGS[name] ?? fail(`unknown log flag "${name}"`)), 0);
}

function parseFlags(parser: Parser): LogFlag[] {
  const word = parser.oneOf(['tcp', 'ip', 'skuid', 'ether', 'all'], 'log flags');
  if (word === 'ip') {
    parser.expectWord('options');
    return ['ip options'];
  }
  if (word !== 'tcp') return [word];
  const flags: LogFlag[] = [];
  do flags.push(`tcp ${parser.oneOf(['sequence', 'options'], 'what to log of TCP')}`);
  while (parser.symbol(','));
  return flags;
}

/** `log prefix "ssh: " level info`, or to a netlink group. */
export const log: StatementDefinition<LogStatement> = {
  keywords: ['log'],

  parse(parser) {
    parser.advance();
    const node: Writable<Log> = {};
    let flags = 0;
    for (;;) {
      const { start, value: key } = parser;
      if (parser.word('prefix')) node.prefix = parser.string('a prefix');
      else if (parser.word('group')) node.group = parser.number('a netlink group', 0xffff);
      else if (parser.word('snaplen')) node.snaplen = parser.number('a length', 0xffffffff);
      else if (parser.word('queue-threshold'))
        node['queue-threshold'] = parser.number('a number of packets', 0xffff);
      else if (parser.word('level')) node.level = parser.oneOf(LEVELS, 'a log level');
      else if (parser.word('flags')) flags |= namesToFlags(parseFlags(parser));
      else break;
      parser.mark(node, key, start);
    }
    if (flags !== 0) node.flags = compactList(flagsToNames(flags));
    return { log: Object.keys(node).length === 0 ? null : node };
  },

  print({ log: node }) {
    if (node === null) return 'log';
    let text = 'log';
    if (node.prefix !== undefined) text += ` prefix "${node.prefix}"`;
    if (node.group !== undefined) text += ` group ${node.group}`;
    if (node.snaplen !== undefined) text += ` snaplen ${node.snaplen}`;
    if (node['queue-threshold'] !== undefined) text += ` queue-threshold ${node['queue-threshold']}`;
    if (node.level !== undefined && node.level !== 'warn') text += ` level ${node.level}`;
    const flags = listOf(node.flags);
    const tcp = flags.filter((flag) => flag.startsWith('tcp ')).map((flag) => flag.slice(4));
    if (tcp.length > 0) text += ` flags tcp ${tcp.join(',')}`;
    for (const flag of flags) if (!flag.startsWith('tcp ')) text += ` flags ${flag}`;
    return text;
  },

  shape: object({
    log: orNull(
      object(
        {},
        {
          prefix: text,
          group: integer,
          snaplen: integer,
          'queue-threshold': integer,
          level: word(...LEVELS),
          flags: oneOrMore(word(...Object.keys(FLAGS))),
        },
      ),
    ),
  }),

  evaluate({ log: node }, context) {
    context.enter('log');
    context.steps.push([{ name: 'log', ...logFields(node ?? {}, context) }]);
    context.leave();
  },

  raise: {
    log({ prefix, group, snaplen, qthreshold, level, flags = 0 }, raising) {
      const node: Writable<Log> = {};
      if (prefix !== undefined) node.prefix = prefix;
      if (group !== undefined) node.group = group;
      if (snaplen !== undefined) node.snaplen = snaplen;
      if (qthreshold !== undefined) node['queue-threshold'] = qthreshold;
      if (level !== undefined && level !== NFT_LOGLEVEL_WARNING) {
        const name = LEVELS[level];
        if (name === undefined) return false;
        node.level = name;
      }
      const names = flagsToNames(flags);
      if (names.length > 0) node.flags = compactList(names);
      raising.statement({ log: Object.keys(node).length === 0 ? null : node });
      return true;
    },
  },
};

function logFields(node: Log, context: RuleContext): Omit<LogExpression, 'name'> {
  const { prefix, group, snaplen, level } = node;
  const qthreshold = node['queue-threshold'];
  const flags = namesToFlags(listOf(node.flags));
  const toGroup = group !== undefined || snaplen !== undefined || qthreshold !== undefined;
  if (prefix !== undefined && Buffer.byteLength(prefix) >= NF_LOG_PREFIXLEN) {
    context.enter('prefix');
    fail(`a log prefix has at most ${NF_LOG_PREFIXLEN - 1} bytes`);
  }
  if (level !== undefined) {
    context.enter('level');
    if (toGroup) fail('a packet goes to a netlink group or to the kernel log, which alone has levels');
    if (LEVELS.indexOf(level) === NFT_LOGLEVEL_AUDIT && (prefix !== undefined || flags !== 0)) {
      fail('log level audit takes no other options');
    }
    context.leave();
  }
  if (toGroup && flags !== 0) fail('log flags are for the kernel log, not for a netlink group');
  const common = prefix === undefined ? {} : { prefix };
  // Without a group there is nobody to cut packets for, and nft leaves both out, too.
  if (group !== undefined) {
    return {
      ...common,
      group,
      ...(snaplen === undefined ? {} : { snaplen }),
      ...(qthreshold === undefined ? {} : { qthreshold }),
    };
  }
  return {
    ...common,
    ...(level === undefined ? {} : { level: LEVELS.indexOf(level) }),
    ...(flags === 0 ? {} : { flags }),
  };
}
