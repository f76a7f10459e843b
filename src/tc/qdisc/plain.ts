import { requires } from '../../netlink/requirement.js';
import type { QdiscPlace } from './place.js';

/** A qdisc without options of its own. */
interface Plain<Kind extends string> extends QdiscPlace {
  readonly kind: Kind;
}

/** Filters for packets that come in hang here: `tc qdisc add dev LINK ingress`. */
export interface IngressQdisc extends Plain<'ingress'> {}

/** Filters for packets that come in and that go out hang here: `tc qdisc add dev LINK clsact`. */
export interface ClsactQdisc extends Plain<'clsact'> {}

/** No queue at all, as virtual links have it: `tc qdisc replace dev LINK root noqueue`. */
export interface NoqueueQdisc extends Plain<'noqueue'> {}

/** One queue for each of the device's own; its classes are those: `tc qdisc replace dev LINK root mq`. */
export interface MqQdisc extends Plain<'mq'> {}

/** Classes take turns, each with so many bytes; without a filter packets are dropped: `tc qdisc add ... drr`; tc-drr(8). */
export interface DrrQdisc extends Plain<'drr'> {}

export const ingress = { needs: requires('qdisc', 'ingress', 'NET_SCH_INGRESS', 'sch_ingress'), checks: {} };
export const clsact = { needs: requires('qdisc', 'clsact', 'NET_SCH_INGRESS', 'sch_ingress'), checks: {} };
export const noqueue = { checks: {} };
export const mq = { checks: {} };
export const drr = { needs: requires('qdisc', 'drr', 'NET_SCH_DRR', 'sch_drr'), checks: {} };
