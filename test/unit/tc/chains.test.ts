import { describe, expect, test } from 'vitest';
import { Filters } from '../../../src/tc/filters.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32 } from '../../support/layout.js';

// linux/rtnetlink.h, linux/pkt_sched.h, linux/pkt_cls.h
const [RTM_NEWCHAIN, RTM_DELCHAIN, RTM_GETCHAIN] = [100, 101, 102];
const [TCA_KIND, TCA_OPTIONS, TCA_CHAIN] = [1, 2, 11];
const [INGRESS, MAGIC_BLOCK] = [0xffff_fff2, 0xffff_ffff];
const [ETH_TYPE, IPV4_DST, IPV4_DST_MASK] = [8, 12, 13];
const NESTED = 0x8000;
const [REQUEST, CREATE_EXCL, DUMP] = [0x1, 0x600, 0x300];

/** `struct tcmsg` */
const tcmsg = (index: number, parent: number, info = 0) =>
  layout(0, 0, u16(0), u32(index), u32(0), u32(parent), u32(info));
const chain = (number: number) => attribute(TCA_CHAIN, u32(number));
/** As tc of iproute2 6.1 writes `proto ip chain 7 flower dst_ip 0.0.0.0/24`, but for the flags that it adds. */
const template = (nested: number) => [
  attribute(TCA_KIND, chars('flower'), 0),
  attribute(
    TCA_OPTIONS | nested,
    attribute(ETH_TYPE, [8, 0]),
    attribute(IPV4_DST, [0, 0, 0, 0]),
    attribute(IPV4_DST_MASK, [255, 255, 255, 0]),
  ),
];
const PROTOCOL_IP = 0x0008;

async function sentBy(act: (filters: Filters) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Filters(handle)).catch(() => {}); // an answer is more than the fake has
  return socket.sent[0]?.bytes;
}

describe('chains', () => {
  test('are made', async () => {
    expect(await sentBy(({ chains }) => chains.add({ link: 7, parent: 'ingress', chain: 5 }))).toEqual(
      message(RTM_NEWCHAIN, REQUEST | CREATE_EXCL, 0, tcmsg(7, INGRESS), chain(5)),
    );
  });

  test('are made with a template', async () => {
    const keys = { protocol: 'ip', destination: '0.0.0.0/24' } as const;
    expect(
      await sentBy(({ chains }) => chains.add({ link: 7, parent: 'ingress', chain: 7, template: keys })),
    ).toEqual(
      message(
        RTM_NEWCHAIN,
        REQUEST | CREATE_EXCL,
        0,
        tcmsg(7, INGRESS, PROTOCOL_IP),
        chain(7),
        ...template(NESTED),
      ),
    );
  });

  test('are taken away, of a block as well', async () => {
    expect(await sentBy(({ chains }) => chains.delete({ block: 3, chain: 5 }))).toEqual(
      message(RTM_DELCHAIN, REQUEST, 0, tcmsg(MAGIC_BLOCK, 3), chain(5)),
    );
  });

  test('are asked for', async () => {
    expect(await sentBy(({ chains }) => chains.list({ link: 7 }))).toEqual(
      message(RTM_GETCHAIN, REQUEST | DUMP, 0, tcmsg(7, 0)),
    );
  });

  test('are read', async () => {
    const { handle } = fakeHandle(() =>
      layout(
        message(RTM_NEWCHAIN, 0, 0, tcmsg(7, INGRESS), chain(5)),
        message(RTM_NEWCHAIN, 0, 0, tcmsg(MAGIC_BLOCK, 3), chain(7), ...template(0)),
      ),
    );
    expect(await new Filters(handle).chains.list({ link: 7 })).toEqual([
      { link: 7, parent: 'ingress', chain: 5 },
      { block: 3, chain: 7, template: { protocol: 'ip', destination: '0.0.0.0/24' } },
    ]);
  });

  test.each([
    [{ chain: 5 }, 'needs either link or block'],
    [{ link: 7 }, 'chain'],
    [{ link: 7, chain: -1 }, 'chain must be a whole number'],
    [{ link: 7, chain: 1, template: { nope: 1 } }, 'does not know the option nope'],
  ])('%j is refused', async (wrong, text) => {
    const { handle } = fakeHandle();
    await expect(new Filters(handle).chains.add(wrong as never)).rejects.toThrow(text);
  });
});
