import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createNeighbours, LEFT, RIGHT, setRetransmission } from '../support/neighbours.js';

needs('root');
leavesNothingBehind();

const descriptors = () => readdirSync('/proc/self/fd').length;

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 5; round++) {
    gc();
    await sleep(10);
  }
}

describe('captures and probes', () => {
  test('leave no descriptor behind, however often they are opened', async () => {
    await using hosts = await createNeighbours();
    const before = descriptors();
    for (let round = 0; round < 300; round++) {
      await using capture = await hosts.left.capture(LEFT.link);
      const verdict = await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
      expect(verdict.state).toBe('closed');
      expect(capture.dropped).toBe(0);
    }
    expect(descriptors()).toBe(before);
  }, 60_000);

  test('close in any order, together, and while something waits', async () => {
    await using hosts = await createNeighbours();
    await setRetransmission(hosts.left, LEFT.link, 60_000); // the probe is to be aborted, not answered
    const before = descriptors();
    for (let round = 0; round < 50; round++) {
      const captures = await Promise.all(Array.from({ length: 8 }, () => hosts.left.capture(LEFT.link)));
      const endings = captures.map(async (capture) => {
        for await (const frame of capture) if (frame.length === 0) throw new Error('an empty frame');
      });
      const controller = new AbortController();
      const probing = hosts.left.probe.tcp({ host: '192.0.2.77', port: 7000, signal: controller.signal });
      const aborted = expect(probing).rejects.toMatchObject({ name: 'AbortError' });
      if (round % 2 === 0) captures.reverse();
      await Promise.all([...captures, ...captures].map((capture) => capture.close()));
      controller.abort();
      await Promise.all([...endings, aborted]);
    }
    expect(descriptors()).toBe(before);
  }, 60_000);

  test('that are forgotten are closed by the garbage collector', async () => {
    await using hosts = await createNeighbours();
    await collectGarbage();
    const before = descriptors();
    for (let round = 0; round < 50; round++) await hosts.left.capture(LEFT.link);
    await collectGarbage();
    expect(descriptors()).toBeLessThanOrEqual(before + 1);
  });

  test('that are waited for are not', async () => {
    await using hosts = await createNeighbours();
    const seen = (async () => {
      const forgotten = await hosts.right.capture(RIGHT.link);
      for await (const frame of forgotten) {
        if (!frame.packet.tcp) continue;
        await forgotten.close();
        return frame;
      }
      return undefined;
    })();
    await sleep(20);
    await collectGarbage();
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    expect((await seen)?.packet.tcp?.syn).toBe(true);
  });
});
