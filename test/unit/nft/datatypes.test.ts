import { describe, expect, test } from 'vitest';
import { etherAddress, ipv4Address, ipv6Address } from '../../../src/nft/datatype/address.js';
import { connectionState } from '../../../src/nft/datatype/conntrack.js';
import { type Datatype, DEFAULT_STYLE, ValueError } from '../../../src/nft/datatype/datatype.js';
import { inetProtocol, inetService } from '../../../src/nft/datatype/inet.js';
import { parseInteger } from '../../../src/nft/datatype/integer.js';
import { interfaceIndex, mark } from '../../../src/nft/datatype/lookup.js';
import { dscp, icmpType } from '../../../src/nft/datatype/protocol.js';
import { duration, formatDuration, parseDuration } from '../../../src/nft/datatype/time.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

type Case = readonly [type: Datatype, written: string | number, bytes: string, ast: unknown, text: string];

/** How a constant may be written, its bytes with the most significant first, and how it is listed. */
const cases: readonly Case[] = [
  [ipv4Address, '192.0.2.1', 'c0000201', '192.0.2.1', '192.0.2.1'],
  [ipv4Address, '10.1', '0a000001', '10.0.0.1', '10.0.0.1'],
  [ipv6Address, '2001:DB8:0:0:0::1', '20010db8000000000000000000000001', '2001:db8::1', '2001:db8::1'],
  [ipv6Address, '::', '0'.repeat(32), '::', '::'],
  [
    ipv6Address,
    '::ffff:192.0.2.1',
    '00000000000000000000ffffc0000201',
    '::ffff:192.0.2.1',
    '::ffff:192.0.2.1',
  ],
  [ipv6Address, '1:0:0:2:0:0:0:3', '00010000000000020000000000000003', '1:0:0:2::3', '1:0:0:2::3'],
  [ipv6Address, '1:2:3:4:5:6:7:0', '00010002000300040005000600070000', '1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
  [etherAddress, '0:0:5E:0:53:1', '00005e005301', '00:00:5e:00:53:01', '00:00:5e:00:53:01'],
  [inetService, 'http', '0050', 80, '80'],
  [inetService, '0x16', '0016', 22, '22'],
  [inetProtocol, 'tcp', '06', 'tcp', 'tcp'],
  [inetProtocol, 58, '3a', 'ipv6-icmp', 'ipv6-icmp'],
  [inetProtocol, 'icmpv6', '3a', 'ipv6-icmp', 'ipv6-icmp'],
  [inetProtocol, 200, 'c8', 200, '200'],
  [icmpType, 'echo-request', '08', 'echo-request', 'echo-request'],
  [icmpType, '99', '63', 99, '99'],
  [dscp, 'cs1', '08', 'cs1', 'cs1'],
  [dscp, '0x3f', '3f', 63, '0x3f'],
  [connectionState, 'established', '02', 'established', 'established'],
  [mark, '0x10', '10', 16, '0x00000010'],
  [interfaceIndex, 'lo', '00000001', 'lo', '"lo"'],
  [interfaceIndex, 7, '00000007', '7', '7'],
  [duration, '1h30m', '005265c0', 5400, '1h30m'],
  [duration, 90, '00015f90', 90, '1m30s'],
];

test.each(cases)('$0.name $1', (type, written, bytes, ast, text) => {
  const value = type.parse(written, names);
  expect(Buffer.from(value).toString('hex')).toBe(bytes);
  const listed = type.toAst(value, names);
  expect(listed).toBe(ast);
  expect(type.toText(listed, names, DEFAULT_STYLE)).toBe(text);
});

const wrong: readonly (readonly [Datatype, string | number, string])[] = [
  [ipv4Address, '192.0.2.256', '"192.0.2.256" is not an IPv4 address'],
  [ipv4Address, '192.0.2.1.1', '"192.0.2.1.1" is not an IPv4 address'],
  [ipv4Address, '', '"" is not an IPv4 address'],
  [ipv6Address, '1::2::3', '"1::2::3" is not an IPv6 address'],
  [ipv6Address, '1:2:3:4:5:6:7', '"1:2:3:4:5:6:7" is not an IPv6 address'],
  [ipv6Address, '1:2:3:4:5:6:7:8:9', '"1:2:3:4:5:6:7:8:9" is not an IPv6 address'],
  [inetService, 65536, 'port 65536 is out of range (0 to 65535)'],
  [inetService, 'nosuch', '"nosuch" is not a port or the name of a service'],
  [inetProtocol, 256, 'protocol 256 is out of range (0 to 255)'],
  [icmpType, 'ping', '"ping" is not a valid ICMP type'],
  [interfaceIndex, 'nosuch', 'interface "nosuch" does not exist'],
  [duration, 'soon', '"soon" is not a time span such as 1h30m'],
  [duration, '60d', 'time span 60d is too long'],
  [mark, 1.5, '1.5 is not an unsigned integer'],
  [mark, -1, '-1 is not an unsigned integer'],
];

test.each(wrong)('$0.name does not take $1', (type, written, reason) => {
  expect(() => type.parse(written, names)).toThrow(new ValueError(reason));
});

test('numbers are read as C reads them', () => {
  expect(['0', '10', '0x10', '010', '0b101'].map(parseInteger)).toEqual([0n, 10n, 16n, 8n, 5n]);
  expect(['', 'x', '09', '0x', '1e3', '-1', ' 1'].map(parseInteger)).toEqual(Array(7).fill(undefined));
});

describe('spans of time', () => {
  test.each(['1d2h3m4s5ms', '1d', '59s', '1ms', '1h1s'])('%s', (text) => {
    expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
  });
});
