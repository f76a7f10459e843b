import { type ExpressionName, isOpaque, type LowExpression } from '../../src/nft/expr/index.js';
import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from '../../src/uapi/netfilter.js';
import * as nfLog from '../../src/uapi/nf_log.js';
import * as nft from '../../src/uapi/nf_tables.js';

/** The words of an expression, as `nft --debug=netlink` shows them between brackets. */
export function bytecodeOf(expressions: readonly LowExpression[]): string[] {
  return expressions.map((expression) => {
    if (isOpaque(expression)) return `[ ${expression.name} ]`;
    const show = NOTATION[expression.name] as (expression: LowExpression) => Words;
    return ['[', expression.name, ...show(expression), ']'].filter((word) => word !== '').join(' ');
  });
}

type Words = readonly (string | number)[];
type Notation = {
  readonly [N in ExpressionName]: (expression: Extract<LowExpression, { name: N }>) => Words;
};

const NOTATION: Notation = {
  bitwise: ({ op, sreg, dreg, mask, xor, data }) => [
    `reg ${dreg} = (`,
    ...(op === nft.NFT_BITWISE_LSHIFT || op === nft.NFT_BITWISE_RSHIFT
      ? [`reg ${sreg}`, op === nft.NFT_BITWISE_LSHIFT ? '<<' : '>>', words(data), ')']
      : [`reg ${sreg} &`, words(mask), ') ^', words(xor)]),
  ],
  byteorder: ({ op, sreg, dreg, size, len }) => [
    `reg ${dreg} =`,
    `${op === nft.NFT_BYTEORDER_HTON ? 'hton' : 'ntoh'}(reg ${sreg}, ${size}, ${len})`,
  ],
  cmp: ({ sreg, op, data }) => [nameIn(COMPARISONS, op), `reg ${sreg}`, words(data)],
  connlimit: ({ count, flags = 0 }) => [`count ${count} flags ${flags}`],
  counter: ({ packets = 0, bytes = 0 }) => [`pkts ${packets} bytes ${bytes}`],
  ct: ({ key, dreg, sreg, dir }) => [
    ...transfer(CT_KEYS[key] ?? 'unknown', dreg, sreg),
    dir === undefined ? '' : `, dir ${dir === 0 ? 'original' : 'reply'}`,
  ],
  dup: ({ sregAddr, sregDev }) => [option('sreg_addr', sregAddr), option('sreg_dev', sregDev)],
  dynset: ({ op, sregKey, sregData, set, timeout, expressions = [] }) => [
    `${['add', 'update', 'delete'][op]} reg_key ${sregKey} set ${set}`,
    option('sreg_data', sregData),
    timeout === undefined ? '' : `timeout ${timeout}ms`,
    ...bytecodeOf(expressions).map((each) => `expr ${each}`),
  ],
  exthdr: ({ op = 0, type, offset = 0, len = 0, flags = 0, dreg, sreg }) => {
    const place = `${EXTHDR_OPERATIONS[op] ?? ''} ${len}b @ ${type} + ${offset}`.trim();
    const present = flags === nft.NFT_EXTHDR_F_PRESENT ? ' present' : '';
    if (dreg !== undefined) return [`load ${place}${present} => reg ${dreg}`];
    if (sreg !== undefined)
      return [`write ${EXTHDR_OPERATIONS[op] ?? ''} reg ${sreg} => ${place.replace(/^[a-z]\S* /, '')}`];
    return [`reset ${EXTHDR_OPERATIONS[op] ?? ''} ${type}`];
  },
  fib: ({ result, flags, dreg }) => [
    FIB_FLAGS.filter(([bit]) => (flags & bit) !== 0)
      .map(([, name]) => name)
      .join(' . '),
    FIB_RESULTS[result] ?? result,
    (flags & nft.NFTA_FIB_F_PRESENT) === 0 ? '' : 'present',
    `=> reg ${dreg}`,
  ],
  flow_offload: ({ flowtable }) => [`flowtable ${flowtable}`],
  fwd: ({ sregDev, sregAddr, nfproto }) => [
    `sreg_dev ${sregDev}`,
    option('sreg_addr', sregAddr),
    option('nfproto', nfproto),
  ],
  hash: ({ type, sreg, dreg, len, seed = 0, modulus, offset = 0 }) => [
    type === nft.NFT_HASH_SYM
      ? `reg ${dreg} = symhash() % mod ${modulus}`
      : `reg ${dreg} = jhash(reg ${sreg}, ${len}, 0x${seed.toString(16)}) % mod ${modulus}`,
    offset === 0 ? '' : `offset ${offset}`,
  ],
  immediate: ({ dreg, data, verdict, chain }) => [
    `reg ${dreg}`,
    verdict === undefined ? words(data) : nameIn(VERDICTS, verdict),
    chain === undefined ? '' : `-> ${chain}`,
  ],
  inner: ({ type, headerSize, flags, expression }) => [
    `type ${type} hdrsize ${headerSize} flags ${flags.toString(16)}`,
    ...bytecodeOf([expression]),
  ],
  last: ({ set = 0, msecs = 0 }) => [set === 0 ? 'never' : `${msecs}`],
  limit: ({ rate, unit, burst = 0, type, flags = 0 }) => [
    `rate ${rate}/${LIMIT_UNITS[Number(unit)] ?? unit} burst ${burst}`,
    `type ${type === nft.NFT_LIMIT_PKTS ? 'packets' : 'bytes'} flags 0x${flags.toString(16)}`,
  ],
  log: ({ prefix, group, snaplen = 0, qthreshold = 0, level, flags = 0 }) => [
    option('prefix', prefix),
    ...(group === undefined
      ? [option('level', level), ...LOG_FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name)]
      : [`group ${group} snaplen ${snaplen} qthreshold ${qthreshold}`]),
  ],
  lookup: ({ sreg, set, dreg, flags }) => [
    `reg ${sreg} set ${set}`,
    option('dreg', dreg),
    flags === undefined ? '' : `0x${flags.toString(16)}`,
  ],
  match: ({ extension, revision = 0 }) => [`name ${extension} rev ${revision}`],
  masq: ({ regProtoMin, regProtoMax, flags }) => [
    option('proto_min reg', regProtoMin),
    option('proto_max reg', regProtoMax),
    flagsWord(flags),
  ],
  meta: ({ key, dreg, sreg }) => transfer(META_KEYS[key] ?? 'unknown', dreg, sreg),
  nat: ({ type, family, regAddrMin, regAddrMax, regProtoMin, regProtoMax, flags }) => [
    type === nft.NFT_NAT_SNAT ? 'snat' : 'dnat',
    NAT_FAMILIES[family] ?? family,
    option('addr_min reg', regAddrMin),
    regAddrMax === regAddrMin ? '' : option('addr_max reg', regAddrMax),
    option('proto_min reg', regProtoMin),
    regProtoMax === regProtoMin ? '' : option('proto_max reg', regProtoMax),
    flagsWord(flags),
  ],
  notrack: () => [],
  numgen: ({ type, modulus, offset = 0, dreg }) => [
    `reg ${dreg} = ${type === nft.NFT_NG_RANDOM ? 'random' : 'inc'} mod ${modulus}`,
    offset === 0 ? '' : `offset ${offset}`,
  ],
  objref: ({ type, object, sreg, set }) =>
    sreg === undefined ? [`type ${type} name ${object}`] : [`sreg ${sreg} set ${set}`],
  osf: ({ dreg }) => [`dreg ${dreg}`],
  payload: ({ base, offset, len, dreg, sreg, csumType = 0, csumOffset = 0, flags = 0 }) => {
    const place = `${len}b @ ${PAYLOAD_BASES[base]} header + ${offset}`;
    if (sreg === undefined) return [`load ${place} => reg ${dreg}`];
    const sums = `csum_type ${csumType} csum_off ${csumOffset} csum_flags 0x${flags.toString(16)}`;
    return [`write reg ${sreg} => ${place} ${sums}`];
  },
  queue: ({ num = 0, total = 1, sregQnum, flags = 0 }) => [
    sregQnum === undefined ? `num ${total > 1 ? `${num}-${num + total - 1}` : num}` : `sreg_qnum ${sregQnum}`,
    (flags & nft.NFT_QUEUE_FLAG_BYPASS) === 0 ? '' : 'bypass',
    (flags & nft.NFT_QUEUE_FLAG_CPU_FANOUT) === 0 ? '' : 'fanout',
  ],
  quota: ({ bytes, consumed = 0, flags = 0 }) => [`bytes ${bytes} consumed ${consumed} flags ${flags}`],
  range: ({ sreg, op, from, to }) => [
    `${op === nft.NFT_RANGE_EQ ? 'eq' : 'neq'} reg ${sreg}`,
    words(from),
    words(to),
  ],
  redir: ({ regProtoMin, regProtoMax, flags }) => [
    option('proto_min reg', regProtoMin),
    option('proto_max reg', regProtoMax),
    flagsWord(flags),
  ],
  reject: ({ type, code = 0 }) => [`type ${type} code ${code}`],
  rt: ({ key, dreg }) => [`load ${RT_KEYS[key] ?? 'unknown'} => reg ${dreg}`],
  socket: ({ key, dreg }) => [`load ${SOCKET_KEYS[key] ?? 'unknown'} => reg ${dreg}`],
  synproxy: ({ mss = 0, wscale = 0 }) => [`mss ${mss} wscale ${wscale}`],
  target: ({ extension, revision = 0 }) => [`name ${extension} rev ${revision}`],
  tproxy: ({ family, regAddr, regPort }) => [
    NAT_FAMILIES[family] ?? '',
    option('addr reg', regAddr),
    option('port reg', regPort),
  ],
  tunnel: ({ key, dreg }) => [`load ${key === nft.NFT_TUNNEL_ID ? 'id' : 'path'} => reg ${dreg}`],
  xfrm: ({ dir, spnum = 0, key, dreg }) => [
    `load ${dir === 0 ? 'in' : 'out'} ${spnum} ${XFRM_KEYS[key] ?? 'unknown'} => reg ${dreg}`,
  ],
};

/** Register data as words of the recording machine, which is little endian. */
function words(data: Uint8Array = new Uint8Array()): string {
  const padded = new Uint8Array((data.length + 3) & ~3);
  padded.set(data);
  const view = new DataView(padded.buffer);
  const shown: string[] = [];
  for (let at = 0; at < padded.length; at += 4) {
    shown.push(`0x${view.getUint32(at, true).toString(16).padStart(8, '0')}`);
  }
  return shown.join(' ');
}

function transfer(key: string, dreg: number | undefined, sreg: number | undefined): Words {
  return sreg === undefined ? [`load ${key} => reg ${dreg}`] : [`set ${key} with reg ${sreg}`];
}

function option(name: string, value: number | string | undefined): string {
  return value === undefined ? '' : `${name} ${value}`;
}

/** Shown even where they are zero, if they were set at all. */
function flagsWord(flags: number | undefined): string {
  return flags === undefined ? '' : `flags 0x${flags.toString(16)}`;
}

function nameIn(names: Readonly<Record<number, string>>, number: number): string {
  return names[number] ?? `${number}`;
}

/** What the constants with a prefix stand for, in small letters. */
function namesFrom(prefix: string, other: Readonly<Record<string, string>> = {}): Record<number, string> {
  const names: Record<number, string> = {};
  for (const [name, number] of Object.entries<number>(nft)) {
    if (!name.startsWith(prefix)) continue;
    const word = name.slice(prefix.length).toLowerCase();
    names[number] = other[word] ?? word;
  }
  return names;
}

const COMPARISONS = namesFrom('NFT_CMP_');
const META_KEYS = namesFrom('NFT_META_', { time_ns: 'time', time_day: 'day', time_hour: 'hour' });
const CT_KEYS = namesFrom('NFT_CT_', {
  labels: 'label',
  pkts: 'packets',
  eventmask: 'event',
  id: 'unknown',
});

const RT_KEYS = namesFrom('NFT_RT_', { tcpmss: 'tcpmss', xfrm: 'ipsec' });
const SOCKET_KEYS = namesFrom('NFT_SOCKET_');
const FIB_RESULTS = namesFrom('NFT_FIB_RESULT_', { addrtype: 'type' });
const XFRM_KEYS = namesFrom('NFT_XFRM_KEY_', {
  daddr_ip4: 'daddr4',
  daddr_ip6: 'daddr6',
  saddr_ip4: 'saddr4',
  saddr_ip6: 'saddr6',
});

const EXTHDR_OPERATIONS: Readonly<Record<number, string>> = {
  [nft.NFT_EXTHDR_OP_IPV6]: 'ipv6',
  [nft.NFT_EXTHDR_OP_TCPOPT]: 'tcpopt',
  [nft.NFT_EXTHDR_OP_IPV4]: 'ipv4',
};

const FIB_FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [nft.NFTA_FIB_F_SADDR, 'saddr'],
  [nft.NFTA_FIB_F_DADDR, 'daddr'],
  [nft.NFTA_FIB_F_MARK, 'mark'],
  [nft.NFTA_FIB_F_IIF, 'iif'],
  [nft.NFTA_FIB_F_OIF, 'oif'],
];

const VERDICTS: Readonly<Record<number, string>> = {
  0: 'drop',
  1: 'accept',
  [nft.NFT_CONTINUE]: 'continue',
  [nft.NFT_BREAK]: 'break',
  [nft.NFT_JUMP]: 'jump',
  [nft.NFT_GOTO]: 'goto',
  [nft.NFT_RETURN]: 'return',
};

const PAYLOAD_BASES: Readonly<Record<number, string>> = {
  [nft.NFT_PAYLOAD_TUN_HEADER]: 'tunnel',
  [nft.NFT_PAYLOAD_LL_HEADER]: 'link',
  [nft.NFT_PAYLOAD_NETWORK_HEADER]: 'network',
  [nft.NFT_PAYLOAD_TRANSPORT_HEADER]: 'transport',
  [nft.NFT_PAYLOAD_INNER_HEADER]: 'inner',
};

const LIMIT_UNITS: Readonly<Record<number, string>> = {
  1: 'second',
  60: 'minute',
  3600: 'hour',
  86400: 'day',
  604800: 'week',
};

const NAT_FAMILIES: Readonly<Record<number, string>> = {
  [NFPROTO_IPV4]: 'ip',
  [NFPROTO_IPV6]: 'ip6',
  [NFPROTO_INET]: 'inet',
};

const LOG_FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [nfLog.NF_LOG_TCPSEQ, 'tcpseq'],
  [nfLog.NF_LOG_TCPOPT, 'tcpopt'],
  [nfLog.NF_LOG_IPOPT, 'ipopt'],
  [nfLog.NF_LOG_UID, 'uid'],
  [nfLog.NF_LOG_MACDECODE, 'macdecode'],
];
