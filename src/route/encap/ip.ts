import { wrongType } from '../../check/options.js';
import { plainBits } from '../../link/bits.js';
import { byte, type Field, field, ipv4, ipv6 } from '../../link/field.js';
import { requires } from '../../netlink/requirement.js';
import { TUNNEL_CSUM, TUNNEL_KEY, TUNNEL_SEQ } from '../../uapi/if_tunnel.js';
import {
  LWTUNNEL_ENCAP_IP,
  LWTUNNEL_ENCAP_IP6,
  LWTUNNEL_IP_DST,
  LWTUNNEL_IP_FLAGS,
  LWTUNNEL_IP_ID,
  LWTUNNEL_IP_SRC,
  LWTUNNEL_IP_TOS,
  LWTUNNEL_IP_TTL,
  LWTUNNEL_IP6_DST,
  LWTUNNEL_IP6_FLAGS,
  LWTUNNEL_IP6_HOPLIMIT,
  LWTUNNEL_IP6_ID,
  LWTUNNEL_IP6_SRC,
  LWTUNNEL_IP6_TC,
} from '../../uapi/lwtunnel.js';
import { be16 } from '../../wire/codec.js';
import { defineEncap } from './encap.js';

/** A key of 64 bits in network byte order: a number as long as it is exact, beyond that a bigint. */
export const tunnelId: Field<number | bigint> = field(
  {
    size: 8,
    write: (writer, value) => {
      const at = writer.reserve(8);
      writer.view.setBigUint64(at, BigInt(value));
    },
    read: (view, at) => {
      const id = view.getBigUint64(at);
      return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : id;
    },
  },
  (name, value) => {
    const whole = typeof value === 'bigint' || Number.isSafeInteger(value);
    if (
      !whole ||
      BigInt(value as number) < 0n ||
      BigInt.asUintN(64, BigInt(value as number)) !== BigInt(value as number)
    )
      throw wrongType(name, value, 'a whole number of 64 bits');
  },
);

const switches = { key: TUNNEL_KEY, csum: TUNNEL_CSUM, seq: TUNNEL_SEQ } as const;

/** What a tunnel link in external mode is to put around the packet: `encap ip id 100 dst 192.0.2.1`. */
export const ip = defineEncap({
  type: LWTUNNEL_ENCAP_IP,
  needs: requires('encap', 'ip', 'LWTUNNEL'),
  rows: {
    /** The tunnel's key: a VNI, a GRE key. */
    id: [LWTUNNEL_IP_ID, tunnelId],
    dst: [LWTUNNEL_IP_DST, ipv4],
    src: [LWTUNNEL_IP_SRC, ipv4],
    ttl: [LWTUNNEL_IP_TTL, byte],
    tos: [LWTUNNEL_IP_TOS, byte],
  },
  bits: [{ name: 'flags', type: LWTUNNEL_IP_FLAGS, codec: plainBits(be16), bits: switches }],
});

/** The same around IPv6: `encap ip6 id 100 dst 2001:db8::1`. */
export const ip6 = defineEncap({
  type: LWTUNNEL_ENCAP_IP6,
  needs: requires('encap', 'ip6', 'LWTUNNEL'),
  rows: {
    id: [LWTUNNEL_IP6_ID, tunnelId],
    dst: [LWTUNNEL_IP6_DST, ipv6],
    src: [LWTUNNEL_IP6_SRC, ipv6],
    hoplimit: [LWTUNNEL_IP6_HOPLIMIT, byte],
    /** Traffic class. */
    tc: [LWTUNNEL_IP6_TC, byte],
  },
  bits: [{ name: 'flags', type: LWTUNNEL_IP6_FLAGS, codec: plainBits(be16), bits: switches }],
});
