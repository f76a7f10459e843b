import { boolean } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_MATCHALL_ACT,
  TCA_MATCHALL_CLASSID,
  TCA_MATCHALL_FLAGS,
  TCA_MATCHALL_PCNT,
} from '../../uapi/pkt_cls.js';
import { attributes } from '../../wire/attributes.js';
import { type Read, u64 } from '../../wire/codec.js';
import { actionList } from '../action/actions.js';
import { classHandle } from '../handle.js';
import { present, translated } from '../kind.js';
import { type FilterKind, type Offload, offloadFlags, offloadOf, plainHandle } from './kind.js';
import type { FilterPlace } from './place.js';

/** Matches every packet: `tc filter add ... matchall`; tc-matchall(8). */
export interface MatchallFilter extends FilterPlace, Offload {
  readonly kind: 'matchall';
  readonly handle?: number;
}

const set = attributes({
  classId: [TCA_MATCHALL_CLASSID, classHandle],
  actions: [TCA_MATCHALL_ACT, actionList],
  flags: [TCA_MATCHALL_FLAGS, offloadFlags],
  hits: [TCA_MATCHALL_PCNT, u64],
});

export const matchall: FilterKind<MatchallFilter> = {
  needs: requires('filter', 'matchall', 'NET_CLS_MATCHALL', 'cls_matchall'),
  handle: plainHandle,
  checks: { skipHardware: boolean, skipSoftware: boolean },
  options: translated(
    set,
    ({ classId, actions, ...rest }: MatchallFilter) => ({ classId, actions, flags: offloadOf(rest) }),
    ({ classId, actions, flags, hits }: Read<typeof set>) => present({ classId, actions, ...flags, hits }),
  ),
};
