import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transportChecksum } from '../../../src/packet/checksum.js';
import { encodeSyn } from '../../../src/packet/syn.js';
import { encodeTcp, Tcp, type TcpFlag } from '../../../src/packet/tcp.js';
import { decodeTcpOptions, encodeTcpOptions, type TcpOption } from '../../../src/packet/tcp_options.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const ends = { source: '192.0.2.1', destination: '198.51.100.2', sourcePort: 40000, destinationPort: 443 };

describe('a TCP header', () => {
  const segment = bytes(
    `
    9c40 01bb  00000001 fffffffe 80 98 01f6 1234 0000
    01 01 08 0a 0000000a 0000000b
    68656c6c6f`.replaceAll('\n', ''),
  );

  test('reads field by field', () => {
    const tcp = new Tcp(segment);
    expect(tcp).toMatchObject({
      sourcePort: 40000,
      destinationPort: 443,
      sequence: 1,
      acknowledgement: 4_294_967_294,
      headerLength: 32,
      flags: 0x98,
      window: 502,
      checksum: 0x1234,
      urgentPointer: 0,
      payloadLength: 5,
      defect: undefined,
    });
    const flags = (['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr'] as const).filter(
      (flag) => tcp[flag],
    );
    expect(flags).toEqual(['psh', 'ack', 'cwr']);
    expect(Buffer.from(tcp.payload).toString()).toBe('hello');
    expect(tcp.options).toEqual([
      { kind: 'nop' },
      { kind: 'nop' },
      { kind: 'timestamps', value: 10, echo: 11 },
    ]);
  });

  test('says what is wrong with it', () => {
    expect(new Tcp(bytes('9c40 01bb 00000001 00000000 40 02 0000 0000 0000')).defect).toBe(
      'header length 16 is under 20',
    );
    expect(new Tcp(segment.subarray(0, 28)).defect).toBe("header length 32 is over the segment's");
    expect(new Tcp(segment.subarray(0, 28), 37).defect).toBe('header cut short');
    expect(new Tcp(segment.subarray(0, 28), 37).options).toEqual([{ kind: 'nop' }, { kind: 'nop' }]);
  });

  test('is written as it is read', () => {
    const flag = fc.constantFrom<TcpFlag>('fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr');
    const port = fc.nat(0xffff);
    const number = fc.nat(0xffffffff);
    const fields = fc.record({
      sourcePort: port,
      destinationPort: port,
      sequence: number,
      acknowledgement: number,
      window: port,
      urgentPointer: port,
      flags: fc.uniqueArray(flag),
      payload: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fields, ({ flags, payload, ...plain }) => {
        const encoded = encodeTcp({ ...ends, ...plain, flags, payload });
        const tcp = new Tcp(encoded);
        expect(tcp).toMatchObject(plain);
        expect(flags.every((name) => tcp[name])).toBe(true);
        expect(tcp.payload).toEqual(payload);
        expect(transportChecksum(ends, 6, encoded)).toBe(0);
      }),
    );
  });
});

describe('TCP options', () => {
  const samples: [hex: string, option: TcpOption][] = [
    ['020405b4', { kind: 'mss', value: 1460 }],
    ['030307', { kind: 'window-scale', shift: 7 }],
    ['0402', { kind: 'sack-permitted' }],
    ['080a0000000100000002', { kind: 'timestamps', value: 1, echo: 2 }],
    ['050a0000000500000009', { kind: 'sack', blocks: [{ left: 5, right: 9 }] }],
    ['fd04abcd', { kind: 'unknown', number: 253, data: bytes('abcd') }],
  ];

  test.each(samples)('%s', (text, option) => {
    const padding = '00'.repeat((4 - ((text.length / 2) % 4)) % 4);
    expect(hex(encodeTcpOptions([option]))).toBe(text + padding);
    expect(decodeTcpOptions(bytes(text))).toEqual([option]);
  });

  test('with a length that they must not have are unknown', () => {
    expect(decodeTcpOptions(bytes('0203 05'))).toEqual([{ kind: 'unknown', number: 2, data: bytes('05') }]);
  });

  test.each([
    ['a length under two', '01 0201'],
    ['a length beyond the list', '01 0204 05'],
    ['no length', '01 02'],
  ])('end before %s', (_what, text) => {
    expect(decodeTcpOptions(bytes(text))).toEqual([{ kind: 'nop' }]);
  });

  test('are at most forty bytes', () => {
    const option: TcpOption = { kind: 'unknown', number: 253, data: new Uint8Array(39) };
    expect(() => encodeTcpOptions([option])).toThrow('TCP options take 44 bytes, over the 40 that fit');
  });
});

describe('a SYN', () => {
  const fields = { ...ends, sequence: 0x01020304 };
  const options = (syn: Uint8Array) => hex(new Tcp(syn).optionBytes);

  test('is, byte for byte, what Linux sends', () => {
    expect(hex(encodeSyn({ ...fields, timestamp: 0x0a0b0c0d }))).toBe(
      '9c4001bb' +
        '01020304' +
        '00000000' +
        'a002faf0' +
        'a8be' +
        '0000' +
        '020405b40402080a0a0b0c0d0000000001030307',
    );
  });

  test('aligns its options whichever there are', () => {
    expect(options(encodeSyn(fields))).toBe('020405b4' + '01010402' + '01030307');
    expect(options(encodeSyn({ ...fields, sackPermitted: false, timestamp: 1 }))).toBe(
      '020405b4' + '0101080a0000000100000000' + '01030307',
    );
    expect(options(encodeSyn({ ...fields, sackPermitted: false, windowScale: null, mss: 536 }))).toBe(
      '02040218',
    );
  });

  test('over IPv6 asks for segments that fit there', () => {
    const syn = encodeSyn({ ...fields, source: '2001:db8::1', destination: '2001:db8::2' });
    expect(new Tcp(syn).options).toContainEqual({ kind: 'mss', value: 1440 });
    expect(transportChecksum({ source: '2001:db8::1', destination: '2001:db8::2' }, 6, syn)).toBe(0);
  });
});
