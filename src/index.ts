/** netloom: Linux networking for Node.js, straight from the kernel. */

export type { Address, AddressFlag } from './address/address.js';
export type { Addresses, AddressFilter, AddressId, AddressOptions } from './address/addresses.js';
export type { Capture, CaptureOptions } from './capture/capture.js';
export type { Frame, FrameKind } from './capture/frame.js';
export type { Ifindex, LinkRef } from './check/link.js';
export { ClosedError } from './error/closed_error.js';
export { NetlinkError } from './error/netlink_error.js';
export { SystemError } from './error/system_error.js';
export type { LinkFlag } from './link/flags.js';
export type { LinkKindName, LinkOptions } from './link/kinds/index.js';
export type { CommonLinkOptions } from './link/kinds/kind.js';
export type { VethOptions, VethPeer } from './link/kinds/veth.js';
export type { Link } from './link/link.js';
export type { LinkChanges, LinkFilter, Links } from './link/links.js';
export {
  type CreateOptions,
  Namespace,
  type NamespaceId,
  type NamespaceTarget,
} from './namespace/namespace.js';
export type {
  Chain,
  Command,
  Expression,
  Family,
  Item,
  Rule,
  Ruleset,
  Statement,
  Table,
} from './nft/ast.js';
export type { CompileInput, JsonCommand, JsonInput, SourceText } from './nft/compile.js';
export { NftError, type NftErrorCode } from './nft/error.js';
export type { JsonRuleset } from './nft/print/json.js';
export type { PrintOptions } from './nft/print/ruleset.js';
export { nft, type TemplateValue } from './nft/template.js';
export type { Listing } from './nft/transaction/listing.js';
export type { ListOptions, Nft } from './nft/transaction/nft.js';
export type { Packet } from './packet/packet.js';
export { encodePcap, type PcapRecord } from './packet/pcap.js';
export type { Probe, TcpProbeOptions } from './probe/probe.js';
export type { IcmpReport, TcpVerdict } from './probe/verdict.js';
export type { Route, RouteFlag } from './route/route.js';
export type { RouteFilter, RouteOptions, Routes } from './route/routes.js';
export type { ConnectOptions } from './socket/connect.js';
export type { ListenOptions } from './socket/listen.js';
export type { Sysctl, SysctlValue } from './sysctl/sysctl.js';
export type { RawAttribute } from './wire/attributes.js';
