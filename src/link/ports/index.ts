import type { OptionsRead, OptionTable, SetOptions } from '../option_table.js';
import { bondPort } from './bond_port.js';
import { bridgePort } from './bridge_port.js';
import { vrfPort } from './vrf_port.js';

/** What a link is to its master, by the master's kind (IFLA_INFO_SLAVE_KIND). */
export const PORT_KINDS = { bridge: bridgePort, bond: bondPort, vrf: vrfPort } as const;

/** The kinds of masters whose ports have settings: `ip link set LINK type KIND_slave`. */
export type PortKindName = keyof typeof PORT_KINDS;

type Changes<K, T> =
  T extends OptionTable<infer R, infer B> ? { readonly kind: K } & SetOptions<R, B> : never;
type Data<K, T> = T extends OptionTable<infer R, infer B> ? { readonly kind: K } & OptionsRead<R, B> : never;

/** What can be said of a link as a port of its master. */
export type PortOptions = { [K in PortKindName]: Changes<K, (typeof PORT_KINDS)[K]> }[PortKindName];

/** What is read of it. */
export type PortData = { [K in PortKindName]: PortDataOf<K> }[PortKindName];

/** What is read of a port of one kind of master. */
export type PortDataOf<K extends PortKindName> = Data<K, (typeof PORT_KINDS)[K]>;
