/**
 * Traffic control of every kind: how we make it, how tc does, and what both must read. Each hangs on the link `lower0`
 * and is made where nothing is, but for what `before` says.
 */

import type { ActionKind, ActionOptions } from '../../src/tc/action/index.js';
import type { ClassKind, ClassOptions } from '../../src/tc/class/index.js';
import type { FilterKindName, FilterOptions } from '../../src/tc/filter/index.js';
import type { QdiscKind, QdiscOptions } from '../../src/tc/qdisc/index.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface TcCase<O> {
  /** Everything but the link. */
  readonly options: Without<O, 'link'>;
  /** What follows `tc qdisc add dev LINK` and the like. */
  readonly tc: string;
  /** What is read of it; equal to what we write where it is left out. */
  readonly data?: object;
  readonly change?: { readonly options: Without<O, 'link'>; readonly tc: string; readonly data?: object };
}

const root = { handle: '1:' } as const;

export const QDISC_CASES: {
  readonly [K in QdiscKind]: readonly TcCase<Extract<QdiscOptions, { kind: K }>>[];
} = {
  bfifo: [
    {
      options: { kind: 'bfifo', ...root, limit: '32kb' },
      tc: 'root handle 1: bfifo limit 32kb',
      data: { limit: 32768 },
      change: {
        options: { kind: 'bfifo', ...root, limit: 9000 },
        tc: 'root handle 1: bfifo limit 9000',
      },
    },
  ],
  cake: [
    {
      options: { kind: 'cake', ...root },
      tc: 'root handle 1: cake',
      data: { bandwidth: Infinity, rtt: 100 },
    },
    {
      options: {
        kind: 'cake',
        ...root,
        bandwidth: '10mbit',
        diffserv: 'diffserv4',
        flowMode: 'dual-srchost',
        nat: true,
        wash: true,
        ackFilter: 'enabled',
        rtt: '50ms',
        overhead: 18,
        mpu: 64,
        atm: 'atm',
        memoryLimit: '4mb',
        fwmark: 0xff,
        splitGso: false,
        ingress: true,
      },
      tc: 'root handle 1: cake bandwidth 10mbit diffserv4 dual-srchost nat wash ack-filter rtt 50ms overhead 18 mpu 64 atm memlimit 4mb fwmark 0xff no-split-gso ingress',
      data: {
        bandwidth: 10e6,
        diffserv: 'diffserv4',
        flowMode: 'dual-srchost',
        nat: true,
        wash: true,
        ackFilter: 'enabled',
        rtt: 50,
        target: 2.5,
        overhead: 18,
        mpu: 64,
        atm: 'atm',
        memoryLimit: 4 * 2 ** 20,
        fwmark: 0xff,
        splitGso: false,
        ingress: true,
        raw: false,
      },
      change: {
        options: { kind: 'cake', ...root, bandwidth: Infinity, rtt: 'satellite', ackFilter: 'aggressive' },
        tc: 'root handle 1: cake unlimited satellite ack-filter-aggressive',
        data: { bandwidth: Infinity, rtt: 1000, target: 50, ackFilter: 'aggressive' },
      },
    },
  ],
  clsact: [{ options: { kind: 'clsact' }, tc: 'clsact', data: { parent: 'clsact', handle: 'ffff:' } }],
  codel: [
    {
      options: {
        kind: 'codel',
        ...root,
        limit: 500,
        target: '4ms',
        interval: '90ms',
        ecn: true,
        ceThreshold: '2ms',
      },
      tc: 'root handle 1: codel limit 500 target 4ms interval 90ms ecn ce_threshold 2ms',
      data: { limit: 500, ecn: true }, // the kernel counts times in 1024 ns
      change: {
        options: { kind: 'codel', ...root, limit: 100, ecn: false },
        tc: 'root handle 1: codel limit 100 noecn',
      },
    },
  ],
  drr: [{ options: { kind: 'drr', ...root }, tc: 'root handle 1: drr' }],
  fq: [
    {
      options: {
        kind: 'fq',
        ...root,
        limit: 5000,
        flowLimit: 50,
        quantum: '3kb',
        initialQuantum: 15000,
        maxRate: '10mbit',
        buckets: 512,
        refillDelay: '48ms',
        orphanMask: 511,
        lowRateThreshold: '1mbit',
        ceThreshold: '4ms',
        timerSlack: '20us',
        horizon: '5s',
        horizonDrop: false,
      },
      tc: 'root handle 1: fq limit 5000 flow_limit 50 quantum 3072 initial_quantum 15000 maxrate 10mbit buckets 512 refill_delay 48ms orphan_mask 511 low_rate_threshold 1mbit ce_threshold 4ms timer_slack 20us horizon 5s horizon_cap',
      data: {
        limit: 5000,
        flowLimit: 50,
        quantum: 3072,
        initialQuantum: 15000,
        maxRate: 10e6,
        buckets: 512,
        refillDelay: 48,
        orphanMask: 511,
        lowRateThreshold: 1e6,
        ceThreshold: 4,
        timerSlack: 0.02,
        horizon: 5000,
        horizonDrop: false,
      },
      change: {
        options: { kind: 'fq', ...root, limit: 100, pacing: false },
        tc: 'root handle 1: fq limit 100 nopacing',
      },
    },
  ],
  fq_codel: [
    {
      options: {
        kind: 'fq_codel',
        ...root,
        target: '4ms',
        limit: 2000,
        interval: '80ms',
        ecn: false,
        flows: 64,
        quantum: 300,
        ceThreshold: '2ms',
        dropBatchSize: 32,
        memoryLimit: '1mb',
      },
      tc: 'root handle 1: fq_codel target 4ms limit 2000 interval 80ms noecn flows 64 quantum 300 ce_threshold 2ms drop_batch 32 memory_limit 1mb',
      // The kernel counts in 1024 ns.
      data: { limit: 2000, ecn: false, flows: 64, quantum: 300, dropBatchSize: 32, memoryLimit: 2 ** 20 },
      change: {
        options: { kind: 'fq_codel', ...root, limit: 100, ecn: true },
        tc: 'root handle 1: fq_codel limit 100 ecn',
      },
    },
  ],
  htb: [
    {
      options: { kind: 'htb', ...root, default: ':30', r2q: 20, directQueueLength: 50 },
      tc: 'root handle 1: htb default 30 r2q 20 direct_qlen 50',
    },
  ],
  hfsc: [
    {
      options: { kind: 'hfsc', ...root, default: ':10' },
      tc: 'root handle 1: hfsc default 10',
      change: { options: { kind: 'hfsc', ...root, default: ':20' }, tc: 'root handle 1: hfsc default 20' },
    },
  ],
  ingress: [{ options: { kind: 'ingress' }, tc: 'ingress', data: { parent: 'ingress', handle: 'ffff:' } }],
  mq: [{ options: { kind: 'mq', ...root }, tc: 'root handle 1: mq' }],
  netem: [
    {
      options: {
        kind: 'netem',
        ...root,
        delay: '100ms',
        jitter: '10ms',
        delayCorrelation: '25%',
        limit: 500,
      },
      tc: 'root handle 1: netem limit 500 delay 100ms 10ms 25%',
      data: { delay: 100, jitter: 10, limit: 500 },
    },
    {
      options: {
        kind: 'netem',
        ...root,
        delay: '50ms',
        jitter: '5ms',
        distribution: 'normal',
        duplicate: '1%',
        corrupt: '0.5%',
        reorder: { probability: '25%', correlation: '50%' },
        gap: 5,
      },
      tc: 'root handle 1: netem delay 50ms 5ms distribution normal duplicate 1% corrupt 0.5% reorder 25% 50% gap 5',
      data: { delay: 50, jitter: 5, duplicate: 1, corrupt: 0.5, gap: 5 },
    },
    {
      options: {
        kind: 'netem',
        ...root,
        loss: { state: { p13: '1%', p31: '50%', p32: '10%', p23: '20%', p14: '5%' } },
        ecn: true,
        rate: '5mbit',
        packetOverhead: 10,
        cellSize: 48,
        cellOverhead: 5,
      },
      tc: 'root handle 1: netem loss state 1% 50% 10% 20% 5% ecn rate 5mbit 10 48 5',
      data: { ecn: true, rate: 5e6, packetOverhead: 10, cellSize: 48, cellOverhead: 5 },
    },
    {
      options: {
        kind: 'netem',
        ...root,
        loss: { gemodel: { p: '1%', r: '10%', lossInBad: '70%', lossInGood: '0.1%' } },
      },
      tc: 'root handle 1: netem loss gemodel 1% 10% 70% 0.1%',
      data: { loss: { gemodel: { p: 1, r: 10, lossInBad: 70, lossInGood: 0.1 } } },
    },
    {
      options: { kind: 'netem', ...root, delay: '20ms', jitter: '1ms', loss: '1%' },
      tc: 'root handle 1: netem delay 20ms 1ms loss 1%',
      data: { delay: 20, jitter: 1, loss: 1 },
      change: {
        options: { kind: 'netem', ...root, delay: '5ms', loss: '2%' },
        tc: 'root handle 1: netem delay 5ms loss 2%',
        data: { delay: 5, loss: 2 },
      },
    },
    {
      options: { kind: 'netem', ...root, slot: { min: '10ms', max: '20ms', packets: 8, bytes: 9000 } },
      tc: 'root handle 1: netem slot 10ms 20ms packets 8 bytes 9000',
      data: { slot: { min: 10, max: 20, packets: 8, bytes: 9000 } },
    },
  ],
  noqueue: [{ options: { kind: 'noqueue' }, tc: 'root noqueue' }],
  pfifo: [
    {
      options: { kind: 'pfifo', ...root, limit: 77 },
      tc: 'root handle 1: pfifo limit 77',
      change: { options: { kind: 'pfifo', ...root, limit: 88 }, tc: 'root handle 1: pfifo limit 88' },
    },
  ],
  pfifo_fast: [{ options: { kind: 'pfifo_fast', ...root }, tc: 'root handle 1: pfifo_fast' }],
  prio: [
    {
      options: {
        kind: 'prio',
        ...root,
        bands: 4,
        priorityMap: [3, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
      },
      tc: 'root handle 1: prio bands 4 priomap 3 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1',
      change: { options: { kind: 'prio', ...root, bands: 5 }, tc: 'root handle 1: prio bands 5' },
    },
  ],
  sfq: [
    {
      options: {
        kind: 'sfq',
        ...root,
        quantum: 3000,
        perturb: '10s',
        limit: 100,
        divisor: 512,
        flows: 64,
        depth: 60,
        headDrop: true,
      },
      tc: 'root handle 1: sfq quantum 3000 perturb 10 limit 100 divisor 512 flows 64 depth 60 headdrop',
      data: {
        quantum: 3000,
        perturb: 10_000,
        limit: 100,
        divisor: 512,
        flows: 64,
        depth: 60,
        headDrop: true,
      },
    },
  ],
  tbf: [
    {
      options: { kind: 'tbf', ...root, rate: '5mbit', burst: '32kb', latency: '400ms' },
      tc: 'root handle 1: tbf rate 5mbit burst 32kb latency 400ms',
      data: { rate: 5e6, burst: 32768 },
      change: {
        options: { kind: 'tbf', ...root, rate: '8mbit', burst: '16kb', limit: '64kb' },
        tc: 'root handle 1: tbf rate 8mbit burst 16kb limit 64kb',
        data: { rate: 8e6, burst: 16384, limit: 65536 },
      },
    },
    {
      options: {
        kind: 'tbf',
        ...root,
        rate: '5mbit',
        burst: '32kb',
        limit: 100_000,
        peakRate: '10mbit',
        mtu: 2000,
        mpu: 64,
        overhead: 14,
        linkLayer: 'ethernet',
      },
      tc: 'root handle 1: tbf rate 5mbit burst 32kb limit 100000 peakrate 10mbit mtu 2000 mpu 64 overhead 14 linklayer ethernet',
      data: { rate: 5e6, peakRate: 10e6, limit: 100_000, mpu: 64, overhead: 14 },
    },
  ],
};

/** Beneath a qdisc of the kind with the handle `1:`. */
export const CLASS_CASES: {
  readonly [K in ClassKind]: readonly TcCase<Extract<ClassOptions, { kind: K }>>[];
} = {
  drr: [
    {
      options: { kind: 'drr', classId: '1:10', quantum: 1600 },
      tc: 'parent 1: classid 1:10 drr quantum 1600',
      change: {
        options: { kind: 'drr', classId: '1:10', quantum: '3kb' },
        tc: 'parent 1: classid 1:10 drr quantum 3kb',
        data: { quantum: 3072 },
      },
    },
  ],
  hfsc: [
    {
      options: {
        kind: 'hfsc',
        classId: '1:10',
        realTime: { m1: '10mbit', d: '20ms', m2: '5mbit' },
        linkShare: { m2: '3mbit' },
        upperLimit: { umax: 1500, dmax: '30ms', m2: '8mbit' },
      },
      tc: 'parent 1: classid 1:10 hfsc rt m1 10mbit d 20ms m2 5mbit ls rate 3mbit ul umax 1500 dmax 30ms rate 8mbit',
      data: {
        realTime: { m1: 10e6, d: 20, m2: 5e6 },
        linkShare: { m1: 0, d: 0, m2: 3e6 },
        upperLimit: { m1: 0, d: 28.5, m2: 8e6 },
      },
      change: {
        options: { kind: 'hfsc', classId: '1:10', linkShare: { umax: '10kb', dmax: '5ms', m2: '2mbit' } },
        tc: 'parent 1: classid 1:10 hfsc ls umax 10kb dmax 5ms rate 2mbit',
        data: { linkShare: { m1: 16_384_000, d: 5, m2: 2e6 } },
      },
    },
  ],
  htb: [
    {
      options: {
        kind: 'htb',
        classId: '1:10',
        rate: '5mbit',
        ceil: '10mbit',
        burst: '15kb',
        cburst: '30kb',
        priority: 2,
        quantum: 3000,
        overhead: 14,
        mpu: 64,
        linkLayer: 'ethernet',
      },
      tc: 'parent 1: classid 1:10 htb rate 5mbit ceil 10mbit burst 15kb cburst 30kb prio 2 quantum 3000 overhead 14 mpu 64 linklayer ethernet',
      data: { rate: 5e6, ceil: 10e6, burst: 15360, cburst: 30720, priority: 2, quantum: 3000 },
      change: {
        options: { kind: 'htb', classId: '1:10', rate: '1mbit' },
        tc: 'parent 1: classid 1:10 htb rate 1mbit',
        data: { rate: 1e6, ceil: 1e6 },
      },
    },
    {
      // More than 32 bits hold.
      options: {
        kind: 'htb',
        classId: '1:1',
        rate: '40gbit',
        burst: 1_000_000,
        cburst: 1_000_000,
        quantum: 60_000,
      },
      tc: 'parent 1: classid 1:1 htb rate 40gbit burst 1000000 cburst 1000000 quantum 60000',
      data: { rate: 40e9, ceil: 40e9 },
    },
  ],
};

const place = { parent: 'ingress', priority: 10 } as const;

/** At `clsact`, on packets that come in. */
export const FILTER_CASES: {
  readonly [K in FilterKindName]: readonly TcCase<Extract<FilterOptions, { kind: K }>>[];
} = {
  flower: [
    {
      options: {
        kind: 'flower',
        ...place,
        handle: 1,
        protocol: 'ip',
        ipProtocol: 'tcp',
        source: '192.0.2.0/24',
        destination: '203.0.113.1',
        sourcePort: '1000-2000',
        destinationPort: 80,
        tcpFlags: '2/18',
        tos: '16/252',
        ttl: 64,
        ethernetSource: '02:00:00:00:00:01',
        actions: ['pass'],
      },
      tc: 'ingress prio 10 handle 1 protocol ip flower ip_proto tcp src_ip 192.0.2.0/24 dst_ip 203.0.113.1 src_port 1000-2000 dst_port 80 tcp_flags 0x2/0x12 ip_tos 0x10/0xfc ip_ttl 64 src_mac 02:00:00:00:00:01 action pass',
      data: { ipProtocol: 'tcp', source: '192.0.2.0/24', destination: '203.0.113.1', destinationPort: 80 },
    },
    {
      options: {
        kind: 'flower',
        ...place,
        handle: 1,
        protocol: 'ipv6',
        ipProtocol: 'icmpv6',
        icmpType: 128,
        source: '2001:db8::/32',
        actions: ['shot'],
      },
      tc: 'ingress prio 10 handle 1 protocol ipv6 flower ip_proto icmpv6 type 128 src_ip 2001:db8::/32 action drop',
      data: { ipProtocol: 'icmpv6', icmpType: 128, source: '2001:db8::/32' },
    },
    {
      options: {
        kind: 'flower',
        ...place,
        handle: 1,
        protocol: '802.1Q',
        vlanId: 5,
        vlanPriority: 3,
        vlanProtocol: 'ip',
        actions: ['pass'],
      },
      tc: 'ingress prio 10 handle 1 protocol 802.1Q flower vlan_id 5 vlan_prio 3 vlan_ethtype ip action pass',
      data: { vlanId: 5, vlanPriority: 3, vlanProtocol: 'ip' },
    },
    {
      options: {
        kind: 'flower',
        ...place,
        handle: 1,
        protocol: 'arp',
        arpOperation: 1,
        arpSource: '192.0.2.1',
        arpTarget: '192.0.2.0/24',
        actions: ['pass'],
      },
      tc: 'ingress prio 10 handle 1 protocol arp flower arp_op request arp_sip 192.0.2.1 arp_tip 192.0.2.0/24 action pass',
      data: { arpOperation: 1, arpSource: '192.0.2.1', arpTarget: '192.0.2.0/24' },
    },
  ],
  fw: [
    {
      options: { kind: 'fw', ...place, handle: 5, mask: 0xff, protocol: 'ip', actions: ['pass'] },
      tc: 'ingress prio 10 handle 5/0xff protocol ip fw action pass',
      data: { handle: 5, mask: 0xff },
    },
  ],
  matchall: [
    {
      options: { kind: 'matchall', ...place, handle: 1, skipHardware: true, actions: ['shot'] },
      tc: 'ingress prio 10 handle 1 protocol all matchall skip_hw action drop',
      data: { skipHardware: true },
    },
  ],
  u32: [
    {
      options: {
        kind: 'u32',
        ...place,
        protocol: 'ip',
        match: { source: '192.0.2.0/24', protocol: 'tcp', destinationPort: 80 },
        actions: ['pass'],
      },
      tc: 'ingress prio 10 protocol ip u32 match ip src 192.0.2.0/24 match ip protocol 6 0xff match ip dport 80 0xffff action pass',
      data: {
        keys: [
          { offset: 12, value: 0xc0000200, mask: 0xffffff00 },
          { offset: 8, value: 0x00060000, mask: 0x00ff0000 },
          { offset: 20, value: 80, mask: 0xffff },
        ],
      },
    },
    {
      options: {
        kind: 'u32',
        ...place,
        protocol: 'all',
        keys: [{ offset: 0, value: 0x45000000, mask: 0xff000000 }],
        actions: ['shot'],
      },
      tc: 'ingress prio 10 protocol all u32 match u32 0x45000000 0xff000000 at 0 action drop',
      data: { keys: [{ offset: 0, value: 0x45000000, mask: 0xff000000 }] },
    },
  ],
};

/** Of a filter at `clsact`. */
export const ACTION_CASES: {
  readonly [K in ActionKind]: readonly {
    readonly options: Extract<ActionOptions, { kind: K }>;
    readonly tc: string;
    readonly data?: object;
    /** What older kernels do not know, and pass over. */
    readonly newer?: string;
  }[];
} = {
  gact: [
    {
      options: { kind: 'gact', control: 'pass', random: { type: 'netrand', control: 'shot', value: 10 } },
      tc: 'gact pass random netrand drop 10',
      data: { control: 'pass', random: { type: 'netrand', control: 'drop', value: 10 } },
    },
    { options: { kind: 'gact', control: { goto: 7 } }, tc: 'gact goto chain 7' },
  ],
  mirred: [
    {
      options: { kind: 'mirred', action: 'redirect', dev: 'lower1' },
      tc: 'mirred egress redirect dev lower1',
      data: { action: 'redirect', direction: 'egress' },
    },
    {
      options: { kind: 'mirred', action: 'mirror', direction: 'ingress', dev: 'lower1' },
      tc: 'mirred ingress mirror dev lower1',
      data: { action: 'mirror', direction: 'ingress' },
    },
  ],
  police: [
    {
      options: { kind: 'police', rate: '1mbit', burst: '10kb', mtu: 2000, exceed: 'shot', conform: 'pipe' },
      tc: 'police rate 1mbit burst 10kb mtu 2000 conform-exceed drop/pipe',
      data: { rate: 1e6, burst: 10240, exceed: 'drop', conform: 'pipe' },
    },
    {
      options: { kind: 'police', packetRate: 1000, packetBurst: 100, exceed: 'shot' },
      tc: 'police pkts_rate 1000 pkts_burst 100 conform-exceed drop',
      data: { packetRate: 1000, packetBurst: 100, exceed: 'drop' },
      // Since Linux 5.13.
      newer: 'packetRate',
    },
  ],
  skbedit: [
    {
      options: { kind: 'skbedit', mark: 5, markMask: 0xff, priority: '1:10' },
      tc: 'skbedit priority 1:10 mark 5/0xff',
    },
    { options: { kind: 'skbedit', packetType: 'host' }, tc: 'skbedit ptype host' },
  ],
  vlan: [
    {
      options: { kind: 'vlan', action: 'push', id: 5, protocol: '802.1ad', priority: 3 },
      tc: 'vlan push id 5 protocol 802.1ad priority 3',
    },
    { options: { kind: 'vlan', action: 'pop' }, tc: 'vlan pop' },
    { options: { kind: 'vlan', action: 'modify', id: 7 }, tc: 'vlan modify id 7' },
  ],
};
