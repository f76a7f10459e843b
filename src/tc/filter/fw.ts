import { linkName } from '../../check/link.js';
import { integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { TCA_FW_ACT, TCA_FW_CLASSID, TCA_FW_INDEV, TCA_FW_MASK } from '../../uapi/pkt_cls.js';
import { attributes } from '../../wire/attributes.js';
import { type Read, string, u32 } from '../../wire/codec.js';
import { actionList } from '../action/actions.js';
import { classHandle } from '../handle.js';
import { type OwnChecks, present, translated } from '../kind.js';
import { type FilterKind, plainHandle } from './kind.js';
import type { FilterPlace } from './place.js';

/** Matches packets by their firewall mark: `tc filter add ... handle MARK fw`; tc-fw(8). */
export interface FwFilter extends FilterPlace {
  readonly kind: 'fw';
  /** The mark. */
  readonly handle?: number;
  /** Bits of the mark that count. Default: all. */
  readonly mask?: number;
  /** Only packets that came in there. */
  readonly inputDevice?: string;
}

const set = attributes({
  classId: [TCA_FW_CLASSID, classHandle],
  inputDevice: [TCA_FW_INDEV, string],
  actions: [TCA_FW_ACT, actionList],
  mask: [TCA_FW_MASK, u32],
});

const checks: OwnChecks<FwFilter, FilterPlace & { kind: 'fw'; handle: number }> = {
  mask: integer(1, 0xffff_ffff),
  inputDevice: linkName,
};

export const fw: FilterKind<FwFilter> = {
  needs: requires('filter', 'fw', 'NET_CLS_FW', 'cls_fw'),
  handle: plainHandle,
  checks,
  options: translated(
    set,
    ({ classId, inputDevice, actions, mask }: FwFilter) => ({ classId, inputDevice, actions, mask }),
    ({ classId, inputDevice, actions, mask }: Read<typeof set>) =>
      present({ classId, inputDevice, actions, mask: mask === 0xffff_ffff ? undefined : mask }),
  ),
};
