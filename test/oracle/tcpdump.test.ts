import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Packet } from '../../src/packet/packet.js';
import { encodePcap, type PcapRecord } from '../../src/packet/pcap.js';
import { Printer } from '../../src/packet/print/printer.js';
import { IPPROTO_ROUTING } from '../../src/uapi/in.js';
import { needs } from '../support/needs.js';
import { frames } from '../unit/packet/frames.js';

needs('tcpdump');

/** What tcpdump makes of records, one entry each: a hexadecimal dump's lines belong to the line before. */
function tcpdump(records: PcapRecord[], link?: 'ip'): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-pcap-'));
  try {
    const file = join(folder, 'frames.pcap');
    writeFileSync(file, encodePcap(records, link));
    const text = execFileSync('tcpdump', ['-tnl', '-r', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trimEnd().split(/\n(?!\t)/);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ours(records: PcapRecord[], link?: 'ip'): string[] {
  const printer = new Printer();
  return records.map(({ bytes, length = bytes.length }) =>
    printer.print(new Packet(bytes, { length, link: link ?? 'ethernet' })),
  );
}

const version = spawnSync('tcpdump', ['--version'], { encoding: 'utf8' });
const other = /tcpdump version 4\.99/.test(`${version.stdout}${version.stderr}`)
  ? ''
  : ' (skipped: another version)';

describe.skipIf(other !== '')(`tcpdump 4.99 prints the same line${other}`, () => {
  const whole = frames.map(([, bytes], index) => ({ timestamp: BigInt(index), bytes }));

  test('for whole frames of every kind', () => {
    const names = frames.map(([name]) => name);
    const label = (lines: string[]) => lines.map((line, index) => `${names[index]} | ${line}`);
    expect(label(ours(whole))).toEqual(label(tcpdump(whole)));
  });

  test('for frames without a link header', () => {
    const records = whole
      .filter(({ bytes }) => (bytes[12] === 0x08 && bytes[13] === 0) || bytes[12] === 0x86)
      .map(({ timestamp, bytes }) => ({ timestamp, bytes: bytes.subarray(14) }));
    expect(ours(records, 'ip')).toEqual(tcpdump(records, 'ip'));
  });

  // Not compared: within the eight bytes of an ICMP header, where tcpdump tells as much as its type allows, and within
  // a routing header, which it tells field by field.
  test('for frames cut short anywhere', () => {
    const cuts = frames.flatMap(([name, bytes]) => {
      if (name === 'ip: udp with a short length') return [];
      const sizes = Array.from(bytes, (_byte, size) => size).filter((size) => size > 0);
      return sizes.map((size) => ({
        name: `${name}, ${size} bytes`,
        timestamp: 0n,
        bytes: bytes.subarray(0, size),
        length: bytes.length,
      }));
    });
    const compared = cuts.filter((cut) => {
      const { layers } = new Packet(cut.bytes, cut);
      const cutRouting = layers.some(
        (layer) => layer.kind === 'ipv6' && layer.defect && layer.nextHeader === IPPROTO_ROUTING,
      );
      return (
        !cutRouting && !layers.some((layer) => layer.kind === 'data' && layer.expected?.startsWith('icmp'))
      );
    });
    expect(compared.length).toBeGreaterThan(0.9 * cuts.length);

    const theirs = tcpdump(compared);
    const differences = ours(compared).flatMap((line, index) =>
      line === theirs[index] ? [] : [{ of: compared[index]?.name, ours: line, theirs: theirs[index] }],
    );
    expect(differences).toEqual([]);
  });
});
