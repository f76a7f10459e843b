import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { addressOf, closedAfterTest } from '../support/tcp.js';
import { addressedPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** A request whose connection is made in the namespace. */
function post(from: Namespace, host: string, port: number, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host,
      port,
      method: 'POST',
      path: '/hello',
      createConnection: (_options, ready) => {
        from.connect({ host, port }).then((socket) => ready(null, socket), reject);
        return undefined;
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    });
    outgoing.end(body);
  });
}

test('an HTTP server in one namespace answers an HTTP request from another', async () => {
  const { near, far } = await addressedPair();
  const server = createServer((incoming, response) => {
    const from = incoming.socket.remoteAddress;
    incoming.on('data', (data) => response.write(`${incoming.method} ${incoming.url} ${data} from ${from}`));
    incoming.on('end', () => response.end());
  });
  onTestFinished(() => server.closeAllConnections());
  await far.listen({ server, host: '192.0.2.2', port: 80 });
  closedAfterTest(server);

  expect(addressOf(server).port).toBe(80);
  expect(await post(near, '192.0.2.2', 80, 'some text')).toEqual({
    status: 200,
    body: 'POST /hello some text from 192.0.2.1',
  });
});
