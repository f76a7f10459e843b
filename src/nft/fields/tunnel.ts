import {
  NFT_INNER_GENEVE,
  NFT_INNER_HDRSIZE,
  NFT_INNER_LL,
  NFT_INNER_NH,
  NFT_INNER_TH,
  NFT_INNER_VXLAN,
} from '../../uapi/nf_tables.js';
import type { TunnelName } from '../ast.js';
import { bitmask, integer } from '../datatype/integer.js';
import { etherType } from '../datatype/protocol.js';
import { type Protocol, protocol } from './protocol.js';

/** Generic routing encapsulation, RFC 2784. */
export const gre = protocol(
  'gre',
  'transport',
  [
    ['version', integer, 13, 3],
    ['flags', integer, 0, 5],
    ['protocol', etherType, 16, 16],
  ],
  { id: 20 },
);

/** GRE that carries Ethernet; its own header is read as that of GRE. */
export const gretap = protocol('gretap', 'transport', [], { id: 21 });

/** Virtual extensible local area network, RFC 7348. */
export const vxlan = protocol(
  'vxlan',
  'inner',
  [
    ['vni', integer, 32, 24],
    ['flags', bitmask, 0, 8],
  ],
  { id: 18 },
);

/** Generic network virtualization encapsulation, RFC 8926. */
export const geneve = protocol(
  'geneve',
  'inner',
  [
    ['vni', integer, 32, 24],
    ['type', etherType, 16, 16],
  ],
  { id: 19 },
);

/** How the kernel finds the packet that a tunnel's header carries. */
export interface Tunnel {
  readonly protocol: Protocol;
  /** NFT_INNER_VXLAN and NFT_INNER_GENEVE; nft numbers its others from there on. */
  readonly type: number;
  /** NFT_INNER_*: which headers there are. */
  readonly flags: number;
  /** Of the tunnel's header, in bytes. */
  readonly headerSize: number;
}

const IP = NFT_INNER_NH | NFT_INNER_TH;
const ETHERNET = NFT_INNER_LL | IP;

const TUNNELS: Readonly<Record<TunnelName, Tunnel>> = {
  vxlan: { protocol: vxlan, type: NFT_INNER_VXLAN, flags: NFT_INNER_HDRSIZE | ETHERNET, headerSize: 8 },
  geneve: { protocol: geneve, type: NFT_INNER_GENEVE, flags: NFT_INNER_HDRSIZE | ETHERNET, headerSize: 8 },
  gre: { protocol: gre, type: 3, flags: IP, headerSize: 4 },
  gretap: { protocol: gretap, type: 4, flags: ETHERNET, headerSize: 4 },
};

const ALL = Object.values(TUNNELS);

export const TUNNEL_NAMES = ['vxlan', 'geneve', 'gre', 'gretap'] as const satisfies readonly TunnelName[];

export function tunnelNamed(name: TunnelName): Tunnel {
  return TUNNELS[name];
}

/** For the AST. */
export function nameOf({ protocol }: Tunnel): TunnelName {
  return protocol.name as TunnelName;
}

export function isTunnel(protocol: Protocol): boolean {
  return ALL.some((tunnel) => tunnel.protocol === protocol);
}

/** The tunnel of nft's number in the type information of sets. */
export function tunnelNumbered(id: number): Tunnel | undefined {
  return ALL.find(({ protocol }) => protocol.id === id);
}

/** The tunnel that the kernel is told to look into like this. */
export function tunnelLike(like: Omit<Tunnel, 'protocol'>): Tunnel | undefined {
  return ALL.find(
    ({ type, flags, headerSize }) =>
      type === like.type && flags === like.flags && headerSize === like.headerSize,
  );
}

/** Whether what the tunnel carries begins with an Ethernet header. */
export function carriesEthernet({ flags }: Tunnel): boolean {
  return (flags & NFT_INNER_LL) !== 0;
}
