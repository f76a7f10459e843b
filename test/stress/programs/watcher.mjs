/** node watcher.mjs: watches a namespace, and ends by itself: a state and a stream that nobody reads hold nothing up. */

import { Namespace } from 'netloom';

const namespace = await Namespace.create();
const state = namespace.state();
await state.ready;
const idle = namespace.events();
await idle.ready;
console.log('ready');

const stream = namespace.events({ kinds: ['link'] });
await stream.ready;
setTimeout(() => namespace.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } }), 50);
for await (const { action, link } of stream) {
  if (link.name !== 'v0') continue;
  console.log(action, link.name);
  break;
}
