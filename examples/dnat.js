// Destination NAT, step by step: a server in a private network is reached through the router's public address.
//
//     lan 192.0.2.1 ---- 192.0.2.254 router 203.0.113.254 ---- 203.0.113.1 wan
//
//     sudo node examples/dnat.js
//
// The packets themselves show at the end whether their destination was rewritten. The exit status is 0 if all is as
// it should be, 1 if not. Every call is the equivalent of the command beside it.
import { Namespace } from 'netloom';
import { isFrom, run, sayHello, show, step, tcpPacketsDuring, Verdict } from './support.js';

const PUBLIC = '203.0.113.254';
const SERVER = '192.0.2.1';
const CLIENT = '203.0.113.1';
const PORT = 54321;

async function dnat(lan, router, wan) {
  const verdict = new Verdict();

  step('Two veth pairs: lan-veth0 to gw-veth0, wan-veth0 to gw-veth1');
  // ip link add lan-veth0 netns lan type veth peer name gw-veth0 netns router; ip link set ... up
  await lan.links.set('lo', { up: true });
  await lan.links.add({
    kind: 'veth',
    name: 'lan-veth0',
    up: true,
    peer: { name: 'gw-veth0', namespace: router, up: true },
  });
  await wan.links.set('lo', { up: true });
  await wan.links.add({
    kind: 'veth',
    name: 'wan-veth0',
    up: true,
    peer: { name: 'gw-veth1', namespace: router, up: true },
  });

  step('Addresses');
  // ip address add 192.0.2.1/24 dev lan-veth0
  await lan.addresses.add({ link: 'lan-veth0', address: `${SERVER}/24` });
  await router.addresses.add({ link: 'gw-veth0', address: '192.0.2.254/24' });
  await router.addresses.add({ link: 'gw-veth1', address: `${PUBLIC}/24` });
  await wan.addresses.add({ link: 'wan-veth0', address: `${CLIENT}/24` });
  for (const namespace of [lan, router, wan]) {
    for (const { address, prefixLength } of await namespace.addresses.list({ family: 'inet' })) {
      if (address !== '127.0.0.1') show(`${namespace.name}: ${address}/${prefixLength}`);
    }
  }

  step('Default routes of lan and wan, through the router');
  // ip route add default via 192.0.2.254
  await lan.routes.add({ to: 'default', via: '192.0.2.254' });
  await wan.routes.add({ to: 'default', via: PUBLIC });

  step('Forwarding in the router');
  // sysctl -w net.ipv4.ip_forward=1
  await router.sysctl.set('net.ipv4.ip_forward', 1);
  show(`net.ipv4.ip_forward = ${await router.sysctl.get('net.ipv4.ip_forward')}`);

  step(`A server in lan, port ${PORT}`);
  // nc -l 54321
  const server = await lan.listen({ port: PORT }, (socket) => {
    let line = '';
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      line += part;
      if (line.endsWith('\n')) socket.end(`lan heard: ${line}`);
    });
  });

  step(`Before there is a rule: wan asks for ${PUBLIC} port ${PORT}`);
  const probe = { host: PUBLIC, port: PORT };
  let answer;
  const before = await tcpPacketsDuring(lan, 'lan-veth0', async () => {
    answer = await wan.probe.tcp(probe);
  });
  show(`${answer.state}, answered by ${answer.address ?? 'nobody'}`);
  verdict.expect('the router answers for itself: closed', answer.state === 'closed');
  verdict.expect('nothing of it reaches lan', before.length === 0);

  step('nft create table ip nat');
  await router.nft.run('create table ip nat');
  show(await router.nft.list());

  step("nft add chain ip nat PREROUTING '{ type nat hook prerouting priority dstnat; }'");
  await router.nft.run('add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }');
  show(await router.nft.list());

  step(`nft add rule ip nat PREROUTING ip daddr ${PUBLIC} tcp dport ${PORT} dnat to ${SERVER}`);
  await router.nft.run(`add rule ip nat PREROUTING ip daddr ${PUBLIC} tcp dport ${PORT} dnat to ${SERVER}`);
  show(await router.nft.list());

  step('With the rule: a probe, then a connection that carries a line of text both ways');
  // tcpdump -tnl -i lan-veth0 tcp & tcpdump -tnl -i wan-veth0 tcp & nc 203.0.113.254 54321
  let inWan;
  let reply;
  const inLan = await tcpPacketsDuring(lan, 'lan-veth0', async () => {
    inWan = await tcpPacketsDuring(wan, 'wan-veth0', async () => {
      answer = await wan.probe.tcp(probe);
      show(`probe: ${answer.state} after ${answer.rtt?.toFixed(3)} ms, ${answer.attempts} attempt`);
      reply = await sayHello(wan, { host: PUBLIC, port: PORT }, 'hello from wan\n');
      show(`reply: ${reply}`);
    });
  });
  verdict.expect('the probe finds the port open', answer.state === 'open');
  verdict.expect('the line arrives, and the answer comes back', reply === 'lan heard: hello from wan\n');

  step('What lan-veth0 in lan saw');
  for (const frame of inLan) show(frame);
  step('What wan-veth0 in wan saw');
  for (const frame of inWan) show(frame);

  step('The proof');
  verdict.expect(
    `lan saw ${CLIENT} > ${SERVER}.${PORT}, and never ${PUBLIC}`,
    inLan.some((frame) => frame.packet.tcp.syn && isFrom(frame, CLIENT, SERVER, PORT)) &&
      !inLan.some((frame) => isFrom(frame, CLIENT, PUBLIC, PORT)),
  );
  verdict.expect(
    `wan saw ${CLIENT} > ${PUBLIC}.${PORT}, and never ${SERVER}`,
    inWan.some((frame) => frame.packet.tcp.syn && isFrom(frame, CLIENT, PUBLIC, PORT)) &&
      !inWan.some((frame) => isFrom(frame, CLIENT, SERVER, PORT)),
  );
  const otherPort = await tcpPacketsDuring(lan, 'lan-veth0', async () => {
    answer = await wan.probe.tcp({ ...probe, port: PORT + 1 });
  });
  verdict.expect(
    `port ${PORT + 1} is not translated: ${answer.state}, and nothing of it reaches lan`,
    answer.state === 'closed' && otherPort.length === 0,
  );

  server.close();
  verdict.give('Destination NAT works: the destination was rewritten on its way to lan, and back for wan.');
}

await run(async () => {
  step('Three network namespaces: lan, router, wan');
  // ip netns add lan; ip netns add router; ip netns add wan
  const namespaces = [];
  try {
    for (const name of ['lan', 'router', 'wan']) namespaces.push(await Namespace.create(name));
    await dnat(...namespaces);
  } finally {
    // ip netns delete lan; ...
    for (const namespace of namespaces) await namespace.close();
  }
});
