/** node xdp.mjs FD: attaches the XDP program behind a descriptor to a link, and says what became of that. */

import { argv, stdout } from 'node:process';
import { Namespace } from 'netloom';

const fd = Number(argv[2]);
const ns = await Namespace.create();
await ns.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } });
const attached = async () => (await ns.links.get('v0')).xdp;
const code = (/** @type {{ code: string }} */ error) => error.code;

const before = await attached();
await ns.links.set('v0', { xdp: { fd, mode: 'generic' } });
const after = await attached();
const again = await ns.links.set('v0', { xdp: { fd, mode: 'generic' } }).then(() => 'replaced', code);
const replaced = await ns.links
  .set('v0', { xdp: { fd, mode: 'generic', replace: true } })
  .then(() => 'replaced');
await ns.links.set('v0', { xdp: { fd: null, mode: 'generic' } });
const end = await attached();
await ns.close();
stdout.write(JSON.stringify({ before, after, again, replaced, end }));
