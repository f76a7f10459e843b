// 100,000 IPv4 routes with the npm package netlink, in the namespace that the program is started in: `add`, or `dump`
// as its own objects.
import { execFileSync } from 'node:child_process';
import netlink from 'netlink';
import { measureLoop } from '../loop.js';
import { count } from '../routes.js';

const AF_INET = 2;
const NLM_F_CREATE = 0x400;

/** So many requests are under way at once: more overrun its socket. */
const inFlight = 64;

const [way, ...counts] = process.argv.slice(2);
const ip = (words) => execFileSync('ip', words.split(' '));
ip('link add v0 type veth peer name v1');
ip('link set v0 up');
ip('link set v1 up');
ip('address add 192.0.2.1/24 dev v0');

const socket = netlink.createRtNetlink();
const links = await socket.getLinks();
const { index } = links.find(({ attrs }) => attrs.ifname === 'v0').data;

const header = { family: AF_INET, dstLen: 32, table: 254, scope: 'UNIVERSE', type: 'UNICAST' };
const attributes = (i) => ({
  dst: Buffer.from([10, i >> 16, (i >> 8) & 255, i & 255]),
  gateway: Buffer.from([192, 0, 2, 2]),
  oif: index,
});

async function forAll(request) {
  for (let i = 0; i < count; ) {
    const requests = [];
    for (const end = Math.min(i + inFlight, count); i < end; i++) requests.push(request(i));
    await Promise.all(requests);
  }
}

const add = () =>
  forAll((i) => socket.newRoute({ ...header, protocol: 'STATIC' }, attributes(i), { flags: NLM_F_CREATE }));
const remove = () => forAll((i) => socket.delRoute(header, attributes(i)));
const dump = () => socket.getRoutes({ family: AF_INET });

if (way === 'dump') await add();
const work = way === 'dump' ? { run: dump } : { run: add, tearDown: remove };
console.log(JSON.stringify(await measureLoop(work, ...counts.map(Number))));
process.exit();
