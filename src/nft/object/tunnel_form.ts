import {
  NFTA_TUNNEL_KEY_DPORT,
  NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX,
  NFTA_TUNNEL_KEY_ERSPAN_V2_DIR,
  NFTA_TUNNEL_KEY_ERSPAN_V2_HWID,
  NFTA_TUNNEL_KEY_ERSPAN_VERSION,
  NFTA_TUNNEL_KEY_FLAGS,
  NFTA_TUNNEL_KEY_GENEVE_CLASS,
  NFTA_TUNNEL_KEY_GENEVE_DATA,
  NFTA_TUNNEL_KEY_GENEVE_TYPE,
  NFTA_TUNNEL_KEY_ID,
  NFTA_TUNNEL_KEY_IP,
  NFTA_TUNNEL_KEY_IP_DST,
  NFTA_TUNNEL_KEY_IP_SRC,
  NFTA_TUNNEL_KEY_IP6,
  NFTA_TUNNEL_KEY_IP6_DST,
  NFTA_TUNNEL_KEY_IP6_SRC,
  NFTA_TUNNEL_KEY_OPTS,
  NFTA_TUNNEL_KEY_OPTS_ERSPAN,
  NFTA_TUNNEL_KEY_OPTS_GENEVE,
  NFTA_TUNNEL_KEY_OPTS_VXLAN,
  NFTA_TUNNEL_KEY_SPORT,
  NFTA_TUNNEL_KEY_TOS,
  NFTA_TUNNEL_KEY_TTL,
  NFTA_TUNNEL_KEY_VXLAN_GBP,
} from '../../uapi/nf_tables.js';
import { attributes, eachAttribute, writeAttribute } from '../../wire/attributes.js';
import { be16, be32, bytes, type Read, u8, type Written } from '../../wire/codec.js';
import { Writer } from '../../wire/writer.js';

// The kernel's own form of a tunnel's template, because libnftnl before 1.3 writes options that no kernel takes.

const ip = attributes({ src: [NFTA_TUNNEL_KEY_IP_SRC, bytes], dst: [NFTA_TUNNEL_KEY_IP_DST, bytes] });

const ip6 = attributes({ src: [NFTA_TUNNEL_KEY_IP6_SRC, bytes], dst: [NFTA_TUNNEL_KEY_IP6_DST, bytes] });

const template = attributes({
  id: [NFTA_TUNNEL_KEY_ID, be32],
  ip: [NFTA_TUNNEL_KEY_IP, ip],
  ip6: [NFTA_TUNNEL_KEY_IP6, ip6],
  sport: [NFTA_TUNNEL_KEY_SPORT, be16],
  dport: [NFTA_TUNNEL_KEY_DPORT, be16],
  tos: [NFTA_TUNNEL_KEY_TOS, u8],
  ttl: [NFTA_TUNNEL_KEY_TTL, u8],
  flags: [NFTA_TUNNEL_KEY_FLAGS, be32],
  options: [NFTA_TUNNEL_KEY_OPTS, bytes],
});

const vxlan = attributes({ gbp: [NFTA_TUNNEL_KEY_VXLAN_GBP, be32] });

const erspan = attributes({
  version: [NFTA_TUNNEL_KEY_ERSPAN_VERSION, be32],
  index: [NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX, be32],
  hwid: [NFTA_TUNNEL_KEY_ERSPAN_V2_HWID, u8],
  dir: [NFTA_TUNNEL_KEY_ERSPAN_V2_DIR, u8],
});

const geneve = attributes({
  class: [NFTA_TUNNEL_KEY_GENEVE_CLASS, be16],
  type: [NFTA_TUNNEL_KEY_GENEVE_TYPE, u8],
  data: [NFTA_TUNNEL_KEY_GENEVE_DATA, bytes],
});

const OPTIONS = {
  vxlan: [NFTA_TUNNEL_KEY_OPTS_VXLAN, vxlan],
  erspan: [NFTA_TUNNEL_KEY_OPTS_ERSPAN, erspan],
  geneve: [NFTA_TUNNEL_KEY_OPTS_GENEVE, geneve],
} as const;

type Kind = keyof typeof OPTIONS;

/** What a kind of tunnel has beyond addresses; several of GENEVE, one of the others. */
export type TunnelOption = {
  [K in Kind]: { readonly kind: K } & Written<(typeof OPTIONS)[K][1]>;
}[Kind];

export type TunnelForm = Omit<Written<typeof template>, 'options'> & {
  readonly options?: readonly TunnelOption[];
};

export function encodeTunnel({ options = [], ...form }: TunnelForm): Uint8Array {
  const inner = new Writer();
  for (const { kind, ...option } of options) {
    const [type, codec] = OPTIONS[kind];
    writeAttribute(inner, kind, type, codec, option);
  }
  const writer = new Writer();
  template.write(writer, options.length === 0 ? form : { ...form, options: inner.finish() });
  return writer.finish();
}

export function decodeTunnel(encoded: Uint8Array): Omit<Read<typeof template>, 'options'> & {
  readonly options: readonly TunnelOption[];
} {
  const { options: inner, ...form } = template.read(viewOf(encoded), 0, encoded.length);
  const options: TunnelOption[] = [];
  if (inner !== undefined) {
    const view = viewOf(inner);
    eachAttribute(view, 0, inner.length, (type, from, to) => {
      if (type === NFTA_TUNNEL_KEY_OPTS_VXLAN) options.push({ kind: 'vxlan', ...vxlan.read(view, from, to) });
      if (type === NFTA_TUNNEL_KEY_OPTS_ERSPAN)
        options.push({ kind: 'erspan', ...erspan.read(view, from, to) });
      if (type === NFTA_TUNNEL_KEY_OPTS_GENEVE)
        options.push({ kind: 'geneve', ...geneve.read(view, from, to) });
    });
  }
  return { ...form, options };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
