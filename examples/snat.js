// Source NAT, step by step: a private network reaches the outside under the router's public address.
//
//     lan 192.0.2.1 ---- 192.0.2.254 router 203.0.113.254 ---- 203.0.113.1 wan
//
//     sudo node examples/snat.js
//
// wan has no route back to lan, so without translation nothing comes back. Two ways to translate are tried: masquerade,
// which takes whatever address the router has there, and snat to a fixed one. The exit status is 0 if all is as it
// should be, 1 if not. Every call is the equivalent of the command beside it.
import { Namespace } from 'netloom';
import { isFrom, run, sayHello, show, step, tcpPacketsDuring, Verdict } from './support.js';

const PRIVATE = '192.0.2.1';
const PUBLIC = '203.0.113.254';
const OUTSIDE = '203.0.113.1';
const PORT = 54321;

async function snat(lan, router, wan) {
  const verdict = new Verdict();

  step('Two veth pairs, addresses, a default route in lan only, forwarding in the router');
  await lan.links.add({
    kind: 'veth',
    name: 'lan-veth0',
    up: true,
    peer: { name: 'gw-veth0', namespace: router, up: true },
  });
  await wan.links.add({
    kind: 'veth',
    name: 'wan-veth0',
    up: true,
    peer: { name: 'gw-veth1', namespace: router, up: true },
  });
  // ip address add 192.0.2.1/24 dev lan-veth0
  await lan.addresses.add({ link: 'lan-veth0', address: `${PRIVATE}/24` });
  await router.addresses.add({ link: 'gw-veth0', address: '192.0.2.254/24' });
  await router.addresses.add({ link: 'gw-veth1', address: `${PUBLIC}/24` });
  await wan.addresses.add({ link: 'wan-veth0', address: `${OUTSIDE}/24` });
  // ip route add default via 192.0.2.254
  await lan.routes.add({ to: 'default', via: '192.0.2.254' });
  // sysctl -w net.ipv4.ip_forward=1
  await router.sysctl.set('net.ipv4.ip_forward', 1);

  step(`A server in wan, port ${PORT}, that says who called`);
  // nc -l 54321
  const server = await wan.listen({ host: OUTSIDE, port: PORT }, (socket) => {
    socket.on('error', () => {}); // a probe resets what it opened
    socket.end(`wan was called by ${socket.remoteAddress}\n`);
  });

  step('Before there is a rule: lan calls, wan cannot answer');
  const probe = { host: OUTSIDE, port: PORT };
  let answer;
  const before = await tcpPacketsDuring(wan, 'wan-veth0', async () => {
    answer = await lan.probe.tcp({ ...probe, timeout: 300, retries: 1 }); // there is no use in waiting longer
  });
  for (const frame of before) show(frame);
  verdict.expect(
    `wan sees the private address: ${PRIVATE}`,
    before.some((frame) => isFrom(frame, PRIVATE, OUTSIDE, PORT)),
  );
  verdict.expect(`and lan hears nothing: ${answer.state}`, answer.state === 'filtered');

  step("nft: table ip nat, chain POSTROUTING '{ type nat hook postrouting priority srcnat; }'");
  await router.nft.run(`
    create table ip nat
    add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat; }
  `);
  show(await router.nft.list());

  for (const statement of ['masquerade', `snat to ${PUBLIC}`]) {
    step(`nft add rule ip nat POSTROUTING oifname "gw-veth1" ${statement}`);
    await router.nft.run(`
      flush chain ip nat POSTROUTING
      add rule ip nat POSTROUTING oifname "gw-veth1" ${statement}
    `);
    show(await router.nft.list());

    let reply;
    let inLan;
    const inWan = await tcpPacketsDuring(wan, 'wan-veth0', async () => {
      inLan = await tcpPacketsDuring(lan, 'lan-veth0', async () => {
        answer = await lan.probe.tcp(probe);
        reply = await sayHello(lan, { host: OUTSIDE, port: PORT }, '');
      });
    });
    show(`probe: ${answer.state}; reply: ${reply}`);
    show('What lan-veth0 in lan saw:');
    for (const frame of inLan) show(`  ${frame}`);
    show('What wan-veth0 in wan saw:');
    for (const frame of inWan) show(`  ${frame}`);
    verdict.expect('the probe finds the port open', answer.state === 'open');
    verdict.expect('the server was called by the router', reply === `wan was called by ${PUBLIC}\n`);
    verdict.expect(
      `lan saw ${PRIVATE} > ${OUTSIDE}.${PORT}`,
      inLan.some((frame) => isFrom(frame, PRIVATE, OUTSIDE, PORT)),
    );
    verdict.expect(
      `wan saw ${PUBLIC} > ${OUTSIDE}.${PORT}, and never ${PRIVATE}`,
      inWan.some((frame) => isFrom(frame, PUBLIC, OUTSIDE, PORT)) &&
        !inWan.some((frame) => isFrom(frame, PRIVATE, OUTSIDE, PORT)),
    );
  }

  server.close();
  verdict.give("Source NAT works: lan reached wan, and wan saw the router's address.");
}

await run(async () => {
  step('Three network namespaces: lan, router, wan');
  // ip netns add lan; ip netns add router; ip netns add wan
  const namespaces = [];
  try {
    for (const name of ['lan', 'router', 'wan']) namespaces.push(await Namespace.create(name));
    await snat(...namespaces);
  } finally {
    // ip netns delete lan; ...
    for (const namespace of namespaces) await namespace.close();
  }
});
