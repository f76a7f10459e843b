/** netloom: Linux networking for Node.js, straight from the kernel. */

export type { Address } from './address/address.js';
export type { Addresses, AddressFilter, GroupFilter, SettledFilter } from './address/addresses.js';
export type { SettledOptions } from './address/detection.js';
export type { AddressFlag } from './address/flags.js';
export type { GroupAddress } from './address/groups.js';
export type { AddressId, AddressOptions } from './address/options.js';
export type { Bridge } from './bridge/bridge.js';
export type { Fdb, FdbFilter, FdbFlush, FdbId, FdbOptions } from './bridge/fdb.js';
export type { FdbEntry, FdbState } from './bridge/fdb_entry.js';
export type { GlobalVlan, GlobalVlanChanges, GlobalVlanFilter, GlobalVlans } from './bridge/global_vlans.js';
export type { Mdb } from './bridge/mdb.js';
export type { MdbEntry, MdbRouter } from './bridge/mdb_entry.js';
export type { MdbFlag } from './bridge/mdb_message.js';
export type { MdbFilter, MdbFlush, MdbGroup, MdbId, MdbOptions } from './bridge/mdb_options.js';
export type { Mst, MstChanges, MstState } from './bridge/mst.js';
export type { NumberRange } from './bridge/range.js';
export type {
  BridgeVlan,
  BridgeVlanChanges,
  BridgeVlanFilter,
  BridgeVlanId,
  BridgeVlanOptions,
  BridgeVlans,
} from './bridge/vlans.js';
export type { Vni, VniFilter, VniId, VniOptions, Vnis } from './bridge/vnis.js';
export type { Capture, CaptureOptions } from './capture/capture.js';
export type { Frame, FrameKind } from './capture/frame.js';
export type { Ifindex, LinkRef } from './check/link.js';
export { BatchError } from './error/batch_error.js';
export { ClosedError } from './error/closed_error.js';
export type { NetlinkFailure } from './error/netlink_error.js';
export { NetlinkError } from './error/netlink_error.js';
export { SystemError } from './error/system_error.js';
export { type LeftStep, TransactionError } from './error/transaction_error.js';
export type {
  ChangeEvent,
  EventAction,
  NetworkEvent,
  Snapshot,
  SnapshotEvent,
} from './events/event.js';
export type { EventKind, ObjectOf } from './events/kinds/index.js';
export type { State, UntilOptions } from './events/state.js';
export type { EventOptions, EventStream } from './events/stream.js';
export type { GenericFamily, GenericOperation } from './genetlink/family.js';
export type { GenericBody, GenericRequest, Genetlink } from './genetlink/genetlink.js';
export type { GenericMessages, ListenRequest } from './genetlink/listener.js';
export type { AttributePolicy, FamilyPolicy } from './genetlink/policy.js';
export type { HasHandle } from './handle/handle.js';
export type { OneOrMany } from './handle/many.js';
export type { AltNames } from './link/alt_names.js';
export type { CommonLinkChanges, CommonLinkOptions } from './link/common.js';
export type { LinkDestination } from './link/destination.js';
export type { LinkConf, LinkConfs } from './link/family.js';
export type { LinkFlag } from './link/flags.js';
export type { LinkData, LinkDataOf, LinkKindChanges, LinkKindName, LinkOptions } from './link/kinds/index.js';
export type { Link, LinkOf, UnknownData } from './link/link.js';
export type { LinkChanges, LinkFilter, LinkFlush, LinkQuery, Links } from './link/links.js';
export type { LinkMap } from './link/message.js';
export type { PeerOptions } from './link/pair.js';
export type { PortData, PortDataOf, PortKindName, PortOptions } from './link/ports/index.js';
export type { LinkStatistics, LinkStatsQuery, LinkStatsSet } from './link/statistics.js';
export type { BridgeStats, HardwareStats, LacpStats, MplsStats } from './link/statistics_message.js';
export type { LinkStats } from './link/stats.js';
export type { VirtualFunction } from './link/vf.js';
export type { VfChange } from './link/vf_change.js';
export type { Xdp, XdpChange } from './link/xdp.js';
export type { IpProtocol } from './names/protocols.js';
export type { NameOf, Realms } from './names/tables.js';
export {
  type CreateOptions,
  Namespace,
  type NamespaceId,
  type NamespaceTarget,
} from './namespace/namespace.js';
export type { NeighbourFlag } from './neighbour/message.js';
export type { Neighbour, NeighbourState } from './neighbour/neighbour.js';
export type {
  NeighbourFilter,
  NeighbourId,
  NeighbourOptions,
  Neighbours,
} from './neighbour/neighbours.js';
export type {
  NeighbourTable,
  NeighbourTableFilter,
  NeighbourTableName,
  NeighbourTableOptions,
  NeighbourTables,
} from './neighbour/tables.js';
export type { Netconf, NetconfEntry, NetconfFamily } from './netconf/netconf.js';
export type { GroupMember } from './nexthop/message.js';
export type { GroupStats, Nexthop, NexthopBucket } from './nexthop/nexthop.js';
export type { BucketFilter, NexthopFilter, NexthopQuery, Nexthops } from './nexthop/nexthops.js';
export type { NexthopOptions } from './nexthop/options.js';
export type { HeaderPayload, RawPayload, TunnelName } from './nft/ast/expression.js';
export type {
  DupStatement,
  FlowStatement,
  FwdStatement,
  QueueFlag,
  QueueStatement,
  ResetStatement,
  TproxyStatement,
  XtStatement,
} from './nft/ast/forwarding.js';
export type {
  Counter,
  CtExpectation,
  CtHelper,
  CtProtocol,
  CtTimeout,
  Flowtable,
  FlowtableFlag,
  GeneveOption,
  LimitObject,
  ObjectKind,
  ObjectReferenceTo,
  QuotaObject,
  Secmark,
  StatefulObject,
  SynproxyObject,
  TunnelObject,
  TunnelOptions,
} from './nft/ast/object.js';
export type {
  DccpOptionExpression,
  ExthdrExpression,
  FibExpression,
  FibFlag,
  IpOptionExpression,
  IpsecExpression,
  JhashExpression,
  NumgenExpression,
  OptionReference,
  OsfExpression,
  RawTcpOption,
  RtExpression,
  SctpChunkExpression,
  SocketExpression,
  SymhashExpression,
  TcpOptionExpression,
  TunnelExpression,
} from './nft/ast/selector.js';
export type {
  ConcatExpression,
  ElementExpression,
  MapEntry,
  MapExpression,
  NamedMap,
  NamedSet,
  NewElements,
  SetElements,
  SetExpression,
  SetFlag,
  SetType,
  VerdictExpression,
} from './nft/ast/set.js';
export type {
  AssignStatement,
  ByteUnit,
  CtCountStatement,
  LastStatement,
  LimitStatement,
  ObjectReference,
  Quota,
  QuotaStatement,
  Rate as LimitRate,
  StatefulStatement,
  Synproxy,
  SynproxyFlag,
  SynproxyStatement,
  TimeUnit,
} from './nft/ast/stateful.js';
export type {
  BoundChain,
  BoundRule,
  ChainTarget,
  Log,
  LogFlag,
  LogLevel,
  MangleKey,
  MatchOperator,
  MeterStatement,
  Nat,
  NatFlag,
  NatTypeFlag,
  RejectType,
  SetOperator,
  SetUpdate,
  SetUpdateStatement,
  VmapStatement,
} from './nft/ast/statement.js';
export type {
  AddCommand,
  BinaryExpression,
  Chain,
  ChainReference,
  ChainType,
  Command,
  CounterStatement,
  CreateCommand,
  CtExpression,
  DeleteCommand,
  Expression,
  ExtendedSelector,
  Family,
  FamilyReference,
  FlushCommand,
  Hook,
  HookEntry,
  HookOwner,
  HooksReference,
  Immediate,
  Item,
  ListCommand,
  ListExpression,
  LogStatement,
  MangleStatement,
  MatchStatement,
  MetaExpression,
  MetaInfo,
  NatStatement,
  NewRule,
  ObjectCommand,
  ObjectsCommand,
  ObjectsKind,
  ObjectsReference,
  OpaqueStatement,
  PayloadExpression,
  Policy,
  PrefixExpression,
  RangeExpression,
  RejectStatement,
  ResetCommand,
  Rule,
  RuleReference,
  Ruleset,
  RulesReference,
  SetCommand,
  Statement,
  Table,
  TableFlag,
  TableReference,
  VerdictStatement,
} from './nft/ast.js';
export type { CompileInput, JsonCommand, JsonInput, SourceText } from './nft/compile.js';
export type { Place } from './nft/error.js';
export { NftError, type NftErrorCode } from './nft/error.js';
export type { Names, SymbolFile } from './nft/names/names.js';
export type { JsonRuleset } from './nft/print/json.js';
export type { ContentOptions, PrintOptions } from './nft/print/ruleset.js';
export type { ElementColumn, ElementColumns } from './nft/set/columns.js';
export { nft, type TemplateValue } from './nft/template.js';
export type { SetReference } from './nft/transaction/elements.js';
export type { Listing } from './nft/transaction/listing.js';
export type { ListOptions, Nft, RunOptions } from './nft/transaction/nft.js';
export type { NamespaceIds } from './nsid/nsids.js';
export type { Arp, ArpOperation } from './packet/arp.js';
export type { Ethernet, VlanTag } from './packet/ethernet.js';
export type { Data } from './packet/header.js';
export type { Icmp } from './packet/icmp.js';
export type { Icmpv6 } from './packet/icmpv6.js';
export type { Ipv4 } from './packet/ipv4.js';
export type { Ipv6, Ipv6Extension, Ipv6ExtensionKind } from './packet/ipv6.js';
export type { RawOption } from './packet/option_list.js';
export type { HeaderKind, HeaderOf, Layer, Packet } from './packet/packet.js';
export { encodePcap, type PcapRecord } from './packet/pcap.js';
export type { Tcp } from './packet/tcp.js';
export type { TcpOption } from './packet/tcp_options.js';
export type { Udp } from './packet/udp.js';
export type { Probe, TcpProbeOptions } from './probe/probe.js';
export type { Answer, IcmpReport, TcpVerdict } from './probe/verdict.js';
export type { Netlink, NetlinkRequest } from './raw/netlink.js';
export type { RouteCache } from './route/cache_info.js';
export type { EncapOptionsOf, EncapReadOf } from './route/encap/encap.js';
export type { EncapKind, EncapOptions, RouteEncap } from './route/encap/index.js';
export type { SegmentRouting } from './route/encap/seg6.js';
export type { Seg6Flavors } from './route/encap/seg6local.js';
export type { RouteFilter } from './route/filter.js';
export type { LockableMetric, MetricsOptions, RouteFeature, RouteMetrics } from './route/metrics.js';
export type { Mroute, MrouteFilter, MrouteOif, Mroutes } from './route/mroutes.js';
export type { RouteNexthop, RouteNexthopOptions } from './route/nexthops.js';
export type { ProtocolRef, RouteOptions, ScopeRef, TableRef } from './route/options.js';
export type { RouteQuery } from './route/query.js';
export type { Route, RouteFlag } from './route/route.js';
export type { Routes } from './route/routes.js';
export type { Range } from './rule/message.js';
export type { RuleOptions, RuleSelector } from './rule/options.js';
export type { Rule as PolicyRule } from './rule/rule.js';
export type { RuleFilter, Rules } from './rule/rules.js';
export type { ConnectOptions } from './socket/connect.js';
export type { ListenOptions } from './socket/listen.js';
export type { Sysctl, SysctlValue } from './sysctl/sysctl.js';
export type { Action, CommonActionReading } from './tc/action/actions.js';
export type { Control, ControlWord } from './tc/action/control.js';
export type { GactAction, GactRandom } from './tc/action/gact.js';
export type { CommonAction } from './tc/action/generic.js';
export type { ActionInput, ActionKind, ActionOptions } from './tc/action/index.js';
export type { MirredAction } from './tc/action/mirred.js';
export type { PoliceAction } from './tc/action/police.js';
export type { SkbeditAction } from './tc/action/skbedit.js';
export type { VlanAction } from './tc/action/vlan.js';
export type { ChainFilter, ChainId, ChainOptions, Chains, ChainTemplate, TcChain } from './tc/chains.js';
export type { DrrClass } from './tc/class/drr.js';
export type { HfscClass, ServiceCurve } from './tc/class/hfsc.js';
export type { HtbClass } from './tc/class/htb.js';
export type { ClassKind, ClassOptions } from './tc/class/index.js';
export type { ClassPlace } from './tc/class/place.js';
export type { CommonClass, TcClass } from './tc/class.js';
export type { Classes, ClassFilter, ClassId } from './tc/classes.js';
export type { FlowerFilter } from './tc/filter/flower.js';
export type { FlowerKeys, MaskedNumber } from './tc/filter/flower_keys.js';
export type { FwFilter } from './tc/filter/fw.js';
export type { FilterKindName, FilterOptions } from './tc/filter/index.js';
export type { Offload } from './tc/filter/kind.js';
export type { MatchallFilter } from './tc/filter/matchall.js';
export type { FilterPlace } from './tc/filter/place.js';
export type { FilterProtocol } from './tc/filter/protocol.js';
export type { U32Filter, U32Handle } from './tc/filter/u32.js';
export type { U32Key, U32Match } from './tc/filter/u32_keys.js';
export type { U32HashKey, U32Offset } from './tc/filter/u32_selector.js';
export type { CommonFilter, Filter } from './tc/filter.js';
export type { FilterFilter, FilterId, Filters } from './tc/filters.js';
export type { FilterParent, QdiscParent, TcHandle } from './tc/handle.js';
export type { Impairment } from './tc/impair.js';
export type { CakeQdisc } from './tc/qdisc/cake.js';
export type { CodelQdisc } from './tc/qdisc/codel.js';
export type { BfifoQdisc, PfifoFastQdisc, PfifoQdisc } from './tc/qdisc/fifo.js';
export type { FqQdisc } from './tc/qdisc/fq.js';
export type { FqCodelQdisc } from './tc/qdisc/fq_codel.js';
export type { HfscQdisc } from './tc/qdisc/hfsc.js';
export type { HtbQdisc } from './tc/qdisc/htb.js';
export type { QdiscKind, QdiscOptions } from './tc/qdisc/index.js';
export type { NetemEffects, NetemQdisc } from './tc/qdisc/netem.js';
export type { Distribution } from './tc/qdisc/netem_distribution.js';
export type { Chance, GilbertElliottLoss, Loss, StateLoss } from './tc/qdisc/netem_loss.js';
export type { Slot } from './tc/qdisc/netem_slot.js';
export type { QdiscPlace } from './tc/qdisc/place.js';
export type { ClsactQdisc, DrrQdisc, IngressQdisc, MqQdisc, NoqueueQdisc } from './tc/qdisc/plain.js';
export type { PrioQdisc } from './tc/qdisc/prio.js';
export type { SfqQdisc } from './tc/qdisc/sfq.js';
export type { TbfQdisc } from './tc/qdisc/tbf.js';
export type { CommonQdisc, Qdisc } from './tc/qdisc.js';
export type { QdiscFilter, QdiscId, Qdiscs } from './tc/qdiscs.js';
export type { LinkLayer } from './tc/ratespec.js';
export type { UnlistedKind } from './tc/reading.js';
export type { TcStats } from './tc/stats.js';
export type { Duration, Measured, Percent, Quantity, Rate, Size } from './tc/units.js';
export type { OwnCounters } from './tc/xstats.js';
export type { Undoable } from './transaction/undo/index.js';
export type { AttributesOut, RawAttribute } from './wire/attributes.js';
export type { Codec } from './wire/codec.js';
export * as wire from './wire/index.js';
export type { WireguardDevice, WireguardPeer } from './wireguard/device.js';
export * as wireguard from './wireguard/keys.js';
export type { WireguardChanges, WireguardPeerOptions } from './wireguard/options.js';
export type { Wireguard } from './wireguard/wireguard.js';
