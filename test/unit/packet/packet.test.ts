import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeIpv4 } from '../../../src/packet/ipv4.js';
import { Packet } from '../../../src/packet/packet.js';
import { Printer } from '../../../src/packet/print/printer.js';
import { ETH_P_IP } from '../../../src/uapi/if_ether.js';
import { IPPROTO_IPIP, IPPROTO_UDP } from '../../../src/uapi/in.js';
import { ethernet, frames, ipv4, MAC_A, MAC_B, V4, V6 } from './frames.js';

const all = new Map(frames);

function packet(name: string): Packet {
  const bytes = all.get(name);
  if (!bytes) throw new Error(`no frame is called ${name}`);
  return new Packet(bytes);
}

const kinds = (of: Packet) => of.layers.map((layer) => (layer.kind === 'data' ? layer.reason : layer.kind));

describe('a packet', () => {
  test.each([
    ['arp: request', ['ethernet', 'arp']],
    ['arp: request, padded', ['ethernet', 'arp', 'payload']],
    ['tcp over ipv4: syn', ['ethernet', 'ipv4', 'tcp']],
    ['tcp over ipv6: push', ['ethernet', 'ipv6', 'tcp', 'payload']],
    ['icmp: echo request', ['ethernet', 'ipv4', 'icmp', 'payload']],
    ['icmpv6: report 2', ['ethernet', 'ipv6', 'icmpv6', 'payload']],
    ['ip: first fragment', ['ethernet', 'ipv4', 'udp', 'payload']],
    ['ip: later fragment', ['ethernet', 'ipv4', 'fragment']],
    ['ip: ipv6 later fragment', ['ethernet', 'ipv6', 'fragment']],
    ['ip: routing header', ['ethernet', 'ipv6', 'udp', 'payload']],
    ['ip: unknown protocol', ['ethernet', 'ipv4', 'unknown']],
    ['ip: ipv6 in ipv4', ['ethernet', 'ipv4', 'ipv6', 'udp', 'payload']],
    ['ip: two vlans', ['ethernet', 'ipv4', 'udp', 'payload']],
    ['ip: unknown type', ['ethernet', 'unknown']],
  ])('%s: has these layers', (name, layers) => expect(kinds(packet(name))).toEqual(layers));

  test('gives its headers by name', () => {
    const syn = packet('tcp over ipv4: syn');
    expect(syn.ethernet).toMatchObject({ source: MAC_A, destination: MAC_B, etherType: ETH_P_IP, vlans: [] });
    expect(syn.ip).toBe(syn.ipv4);
    expect(syn.ipv4).toMatchObject({ ...V4, ttl: 64, protocol: 6, dontFragment: true, checksumValid: true });
    expect(syn.tcp).toMatchObject({ sourcePort: 40001, destinationPort: 9000, syn: true, ack: false });
    expect([syn.arp, syn.ipv6, syn.udp, syn.icmp, syn.icmpv6]).toEqual(Array(5).fill(undefined));
    expect(packet('tcp over ipv6: syn').ip).toMatchObject({
      kind: 'ipv6',
      ...V6,
      hopLimit: 64,
      dataLength: 40,
    });
  });

  test('knows the asker and the asked of ARP', () => {
    expect(packet('arp: request').arp).toMatchObject({
      operation: 'request',
      sender: '192.0.2.1',
      senderHardware: MAC_A,
      target: '192.0.2.254',
      targetHardware: '00:00:00:00:00:00',
    });
    expect(packet('arp: unknown operation').arp).toMatchObject({ operation: undefined, operationNumber: 77 });
  });

  test('has VLAN tags outermost first', () => {
    expect(packet('ip: two vlans').ethernet?.vlans).toEqual([
      { protocol: 0x88a8, id: 7, priority: 0, dropEligible: true },
      { protocol: 0x8100, id: 42, priority: 3, dropEligible: false },
    ]);
  });

  test('has extension headers and fragments', () => {
    expect(packet('ip: routing header').ipv6).toMatchObject({
      nextHeader: 43,
      protocol: IPPROTO_UDP,
      headerLength: 64,
      extensions: [{ kind: 'routing', next: IPPROTO_UDP, offset: 40, length: 24 }],
      fragment: undefined,
    });
    expect(packet('ip: ipv6 later fragment').ipv6?.fragment).toEqual({
      offset: 1448,
      more: false,
      identification: 9,
    });
    expect(packet('ip: ipv6 first fragment').ipv6?.fragment).toEqual({
      offset: 0,
      more: true,
      identification: 9,
    });
    expect(packet('ip: later fragment').ipv4).toMatchObject({ fragmentOffset: 1480, fragmented: true });
    expect(packet('ip: ipv4 options').ipv4?.options).toEqual([
      { number: 0x94, length: 4, data: Uint8Array.of(0, 0) },
    ]);
  });

  test('quotes the packet that an ICMP error is about', () => {
    const tooBig = packet('icmp: too big').icmp;
    expect(tooBig).toMatchObject({ type: 3, code: 4, mtu: 1300, checksumValid: true });
    expect(tooBig?.quoted).toMatchObject({ ...V4, protocol: 6 });
    expect(packet('icmp: echo request').icmp).toMatchObject({
      identifier: 0x1234,
      sequence: 7,
      quoted: undefined,
    });
    expect(packet('icmpv6: too big').icmpv6).toMatchObject({ mtu: 1280, quoted: V6 });
    expect(packet('icmpv6: neighbour solicitation').icmpv6).toMatchObject({
      target: 'fe80::1:2',
      linkAddress: MAC_A,
    });
    expect(packet('icmpv6: redirect').icmpv6).toMatchObject({
      target: 'fe80::1:2',
      destination: V6.destination,
    });
  });

  test('leaves padding out of the payload', () => {
    expect(Buffer.from(packet('ip: ipv4 padded').payload).toString()).toBe('datagram');
    expect(Buffer.from(packet('tcp over ipv4: push').payload).toString()).toBe('hello over there');
  });

  test('without a link header is an IP packet', () => {
    const inner = encodeIpv4({ ...V4, protocol: IPPROTO_UDP, payload: new Uint8Array(8) });
    expect(kinds(new Packet(inner, { link: 'ip' }))).toEqual(['ipv4', 'udp', 'malformed']);
    expect(new Packet(inner, { link: 'ip' }).defect).toBe('udp: length 0 is under 8');
  });
});

describe('a damaged packet', () => {
  const syn = all.get('tcp over ipv4: syn') ?? new Uint8Array();
  const patched = (at: number, value: number) => {
    const copy = Uint8Array.from(syn);
    copy[at] = value;
    return new Packet(copy);
  };

  test.each([
    ['version', patched(14, 0x65), 'ipv4: version 6 in an IPv4 header'],
    ['header length', patched(14, 0x43), 'ipv4: header length 12 is under 20'],
    ['total length', patched(17, 10), 'ipv4: total length 10 is shorter than the header'],
    ['TCP header length', patched(46, 0xf0), "tcp: header length 60 is over the segment's"],
  ])('says so: %s', (_what, damaged, defect) => {
    expect(damaged.defect).toBe(defect);
    expect(damaged.layers.at(-1)).toMatchObject({ kind: 'data', reason: 'malformed' });
  });

  test.each([
    [10, 'ethernet header cut short', undefined],
    [20, 'ipv4 header cut short', undefined],
    [40, 'tcp header cut short', undefined],
    [60, 'tcp: header cut short', 40001],
  ])('says where it was cut: after %i bytes', (size, defect, sourcePort) => {
    const cut = new Packet(syn.subarray(0, size), { length: syn.length });
    expect(cut.defect).toBe(defect);
    expect(cut.tcp?.sourcePort).toBe(sourcePort);
    expect(cut.length).toBe(syn.length);
  });

  test('is never more than its bytes: tunnels end', () => {
    let payload: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 1000; depth++)
      payload = encodeIpv4({ ...V4, protocol: IPPROTO_IPIP, payload });
    expect(new Packet(ethernet(ETH_P_IP, payload)).layers).toHaveLength(1002);
    expect(new Packet(ipv4(IPPROTO_IPIP, new Uint8Array())).defect).toBe('ipv4 header cut short');
  });

  /** Everything there is to ask, down to each getter of each layer. */
  function readAll(of: Packet): void {
    for (const layer of of.layers) {
      for (
        let type = Object.getPrototypeOf(layer);
        type !== Object.prototype;
        type = Object.getPrototypeOf(type)
      ) {
        for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
          if (property.get) Reflect.get(layer, name);
        }
      }
    }
    expect(of.defect === undefined || of.defect.length > 0).toBe(true);
    expect(new Printer().print(of)).toEqual(expect.any(String));
  }

  test('never throws: any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, ip) =>
        readAll(new Packet(bytes, { link: ip ? 'ip' : 'ethernet' })),
      ),
      { numRuns: 2000 },
    );
  });

  test('never throws: frames with bytes changed, cut, or longer than captured', () => {
    const frame = fc.constantFrom(...frames.map(([, bytes]) => bytes));
    const changes = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(frame, changes, fc.nat(150), fc.nat(3000), (original, patches, size, more) => {
        const bytes = Uint8Array.from(original).subarray(0, size);
        for (const [at, value] of patches) if (at < bytes.length) bytes[at] = value;
        readAll(new Packet(bytes, { length: bytes.length + more }));
      }),
      { numRuns: 5000 },
    );
  });
});
