/**
 * Leaves compiled code beside the library, so that programs start faster: what this script calls need not be compiled
 * again. Runs when the package is installed, because the code is good for this Node alone. Without privileges it
 * calls less.
 *
 *     node scripts/warm.mjs
 */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');
const bundle = join(dist, 'netloom.cjs');

/**
 * A small network, gone again at once: its namespaces have no names.
 * @param {typeof import('../dist/index.js').Namespace} Namespace
 */
async function buildNetwork(Namespace) {
  const made = await Promise.all([Namespace.create(), Namespace.create()]);
  const [host, router] = made;
  try {
    await Promise.all([
      host.links.add({
        kind: 'veth',
        name: 'veth0',
        up: true,
        peer: { name: 'veth1', namespace: router, up: true },
      }),
      host.addresses.add({ link: 'veth0', address: '192.0.2.1/24' }),
      host.routes.add({ to: 'default', via: '192.0.2.254' }),
      router.addresses.add({ link: 'veth1', address: '192.0.2.254/24' }),
      router.sysctl.set('net.ipv4.ip_forward', 1),
      router.nft.run(`
        add table ip nat
        add chain ip nat prerouting { type nat hook prerouting priority dstnat; }
        add rule ip nat prerouting ip daddr 203.0.113.254 tcp dport 80 counter dnat to 192.0.2.1
      `),
    ]);
    String(await router.nft.list());
  } finally {
    await Promise.all(made.map((namespace) => namespace.close()));
  }
}

if (existsSync(bundle)) {
  const { runCached, cacheOf } = await import(join(dist, 'run_cached.js'));
  try {
    const { exports, takeCode } = runCached(bundle);
    await buildNetwork(exports.Namespace).catch(() => {});
    writeFileSync(cacheOf(bundle), takeCode());
  } catch {
    // Without its addon it does not run yet, and without the cache it only starts slower.
  }
}
