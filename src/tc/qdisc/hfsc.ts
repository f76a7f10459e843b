import { requires } from '../../netlink/requirement.js';
import { u16 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { classHandle, formatHandle, parseHandle, type TcHandle } from '../handle.js';
import { present, type TcKind, translated } from '../kind.js';
import type { QdiscPlace } from './place.js';

/** Classes that are served by curves: rates and delays apart: `tc qdisc add ... hfsc`; tc-hfsc(8). */
export interface HfscQdisc extends QdiscPlace {
  readonly kind: 'hfsc';
  /**
   * The class of packets that no filter gives one; without it they are dropped. Only its second half counts, and only
   * that is read, as in `':30'`.
   */
  readonly default?: TcHandle;
}

/** `struct tc_hfsc_qopt` */
const layout = struct({ defaultClass: u16 });
const wire = { size: layout.size, write: layout.write, read: layout.read };

export const hfscNeeds = requires('qdisc', 'hfsc', 'NET_SCH_HFSC', 'sch_hfsc');

export const hfsc: TcKind<HfscQdisc> = {
  needs: hfscNeeds,
  checks: { default: classHandle.check },
  options: translated(
    wire,
    (options: HfscQdisc) => ({ defaultClass: (parseHandle(options.default) ?? 0) & 0xffff }),
    ({ defaultClass }) =>
      present({ default: defaultClass ? formatHandle(defaultClass).replace(/^0/, '') : undefined }),
  ),
};
