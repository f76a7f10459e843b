import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/capture/frame.js';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { encodePcap } from '../../src/packet/pcap.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createNeighbours, LEFT, RIGHT } from '../support/neighbours.js';

needs('root', 'tcpdump', 'nsenter', 'python3');
leavesNothingBehind();

/** Arguments of nsenter(1) for a namespace that has no name. */
function enter(ns: Namespace): string[] {
  return [`--net=/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`];
}

/** tcpdump, writing what a link does to a file until it is told to stop. */
async function record(ns: Namespace, link: string, file: string): Promise<ChildProcess> {
  const options = ['--immediate-mode', '-U', '-n', '-i', link, '-w', file];
  const program = spawn('nsenter', [...enter(ns), 'tcpdump', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const chunk of program.stderr ?? []) {
    said += chunk;
    // The whole line: it comes in pieces, and who writes the next one to nobody is killed.
    if (/listening on .*\n/.test(said)) return program;
  }
  throw new Error(`tcpdump did not start: ${said}`);
}

/** The packets of a capture file in the classic format, of this machine's byte order. */
function packetsOf(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const packets = [];
  for (let at = 24; at + 16 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 8);
    packets.push(bytes.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return packets;
}

/** Frames with 802.1Q and 802.1ad tags, sent as they are: no VLAN link is needed for that. */
const INJECT = `
import socket
out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind(('${LEFT.link}', 0))
start = bytes.fromhex('ffffffffffff02000000000a')
for tags in ('8100602a', '88a81007', '88a810078100602a', ''):
    out.send(start + bytes.fromhex(tags) + bytes.fromhex('88b5') + b'experimental' * 4)
`;

describe("a capture beside tcpdump's", () => {
  test('has the same frames, tagged ones included, and the same lines', async () => {
    await using hosts = await createNeighbours();
    const folder = mkdtempSync(join(tmpdir(), 'netloom-capture-'));
    const file = join(folder, 'frames.pcap');
    const tcpdump = await record(hosts.right, RIGHT.link, file);
    const capture = await hosts.right.capture(RIGHT.link);

    const server = await hosts.right.listen({ port: 7000 }, (peer) => peer.resume().end('hello'));
    for (const host of [RIGHT.v4, RIGHT.v6]) {
      await hosts.left.probe.tcp({ host, port: 7000 });
      const socket = await hosts.left.connect({ host, port: 7000 });
      socket.resume().end('good day');
      await once(socket, 'close');
    }
    execFileSync('nsenter', [...enter(hosts.left), 'python3', '-c', INJECT]);
    server.close();

    // The last injected frame, and all before it.
    const frames: Frame[] = [];
    for await (const frame of capture) {
      frames.push(frame);
      if (frame.packet.ethernet?.etherType === 0x88b5 && frame.packet.ethernet.vlans.length === 0) break;
    }
    await capture.close();
    tcpdump.kill('SIGINT');
    await once(tcpdump, 'exit');

    const ours = frames
      .map(({ bytes }) => bytes)
      .filter(isOurs)
      .map((bytes) => Buffer.from(bytes).toString('hex'));
    const theirs = packetsOf(file)
      .filter(isOurs)
      .map((bytes) => bytes.toString('hex'));
    writeFileSync(file, encodePcap(frames));
    const lines = execFileSync('tcpdump', ['-tnl', '-r', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    rmSync(folder, { recursive: true });
    expect(`${frames.join('\n')}\n`).toBe(lines);

    expect(ours.length).toBeGreaterThan(20);
    expect(ours).toEqual(theirs);
    const tagged = ours.filter((hex) => hex.endsWith(Buffer.from('experimental').toString('hex')));
    expect(tagged.map((hex) => hex.slice(24, 44).split('88b5')[0])).toEqual([
      '8100602a',
      '88a81007',
      '88a810078100602a',
      '',
    ]);
  });
});

/** Not what namespaces send by themselves, whenever they like: ICMPv6, mostly after a Hop-by-Hop header. */
function isOurs(bytes: Uint8Array): boolean {
  return !(bytes[12] === 0x86 && (bytes[20] === 0 || bytes[20] === 58));
}
