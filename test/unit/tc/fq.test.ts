import { expect, test } from 'vitest';
import { Qdiscs } from '../../../src/tc/qdiscs.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32 } from '../../support/layout.js';

// linux/rtnetlink.h, linux/pkt_sched.h
const [RTM_NEWQDISC, NESTED] = [36, 0x8000];
const [TCA_KIND, TCA_OPTIONS] = [1, 2];
const [TCA_FQ_PRIOMAP, TCA_FQ_WEIGHTS, TCA_FQ_OFFLOAD_HORIZON] = [16, 17, 18];
const ROOT = 0xffff_ffff;

const map = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
const options = (nested: number) =>
  layout(
    attribute(TCA_KIND, chars('fq'), 0),
    attribute(
      TCA_OPTIONS | nested,
      attribute(TCA_FQ_PRIOMAP, u32(3), map),
      attribute(TCA_FQ_WEIGHTS, u32(3), u32(2), u32(1)),
      attribute(TCA_FQ_OFFLOAD_HORIZON, u32(1500)),
    ),
  );
/** `struct tcmsg` */
const tcmsg = (index: number, handle: number) =>
  layout(0, 0, u16(0), u32(index), u32(handle), u32(ROOT), u32(0));
const said = { priorityMap: map, weights: [3, 2, 1], offloadHorizon: '1500us' } as const;

test('fq shares out among bands', async () => {
  const { handle, socket } = fakeHandle();
  await new Qdiscs(handle).replace({ kind: 'fq', link: 7, handle: '1:', ...said });
  expect(socket.sent[0]?.bytes).toEqual(
    message(RTM_NEWQDISC, 0x1 | 0x400 | 0x100, 0, tcmsg(7, 0x1_0000), options(NESTED)),
  );
});

test('and that is read', async () => {
  const { handle } = fakeHandle(() => message(RTM_NEWQDISC, 0, 0, tcmsg(7, 0x1_0000), options(0)));
  const [qdisc] = await new Qdiscs(handle).list({ link: 7 });
  expect(qdisc).toMatchObject({ kind: 'fq', priorityMap: map, weights: [3, 2, 1], offloadHorizon: 1.5 });
});

test.each([
  [{ priorityMap: [1] }, 'priorityMap must be a list of 16 bands'],
  [{ weights: [1, 2] }, 'weights must be a list of 3 weights'],
  [{ weights: [0, 1, 2] }, 'weights[0] must be a whole number from 1'],
])('%j is refused', async (wrong, text) => {
  const { handle } = fakeHandle();
  await expect(new Qdiscs(handle).add({ kind: 'fq', link: 7, ...wrong })).rejects.toThrow(text);
});
