import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createRouted, LAN, stateOf } from '../support/routed.js';

// Node's own sockets cannot be transparent.
needs('root', 'python3', 'nsenter');
leavesNothingBehind();

/** Says to each client which address it thought that it had connected to. */
const SERVER = `
import socket, sys
family = socket.AF_INET6 if sys.argv[1] == '6' else socket.AF_INET
s = socket.socket(family, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.setsockopt(*((socket.IPPROTO_IPV6, 75, 1) if family == socket.AF_INET6 else (socket.SOL_IP, 19, 1)))
s.bind(('::' if family == socket.AF_INET6 else '0.0.0.0', 7001))
s.listen()
print('ready', flush=True)
while True:
    c, _ = s.accept()
    c.sendall('{}:{}'.format(*c.getsockname()[:2]).encode())
    c.close()
`;

async function transparentServer(ns: Namespace, version: '4' | '6'): Promise<void> {
  const enter = `--net=/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`;
  const child: ChildProcess = spawn('nsenter', [enter, 'python3', '-c', SERVER, version], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  if (child.stdout === null) throw new Error('no output');
  await once(child.stdout, 'data');
}

test.each([
  ['ip', '4', 'tcp dport 80 tproxy to :7001', LAN.v4],
  ['ip', '4', `tcp dport 80 tproxy to ${LAN.v4}:7001`, LAN.v4],
  ['inet', '4', `tcp dport 80 tproxy ip to ${LAN.v4}:7001`, LAN.v4],
  ['inet', '6', 'tcp dport 80 tproxy ip6 to :7001', LAN.v6],
  ['inet', '6', `tcp dport 80 tproxy ip6 to [${LAN.v6}]:7001`, LAN.v6],
  ['ip6', '6', 'tcp dport 80 tproxy to :7001', LAN.v6],
] as const)('in %s over IPv%s: %s', async (family, version, rule, host) => {
  const { client, router } = await createRouted();
  await router.nft.run(`
    table ${family} t {
      chain c {
        type filter hook prerouting priority mangle;
        ${rule} accept
      }
    }
  `);
  expect(await stateOf(client, host, 80)).toBe('closed');
  await transparentServer(router, version);
  const socket = await client.connect({ host, port: 80 });
  const [seen] = (await once(socket, 'data')) as [Buffer];
  expect(String(seen)).toBe(`${host}:80`);
  const gone = once(socket.resume(), 'close');
  socket.end();
  await gone;
});
