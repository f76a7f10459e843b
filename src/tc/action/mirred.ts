import { type LinkRef, linkRef } from '../../check/link.js';
import { integer, oneOf } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_EGRESS_MIRROR,
  TCA_EGRESS_REDIR,
  TCA_INGRESS_MIRROR,
  TCA_INGRESS_REDIR,
  TCA_MIRRED_BLOCKID,
  TCA_MIRRED_PARMS,
  TCA_MIRRED_TM,
} from '../../uapi/tc_mirred.js';
import { attributes } from '../../wire/attributes.js';
import { link, type Read, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { type Control, control } from './control.js';
import { type CommonAction, fromGeneric, generic, times } from './generic.js';

/** Sends a packet, or a copy of it, to another link: `action mirred egress redirect dev LINK`; tc-mirred(8). */
export interface MirredAction extends CommonAction {
  readonly kind: 'mirred';
  /** The packet itself, or a copy. */
  readonly action: 'redirect' | 'mirror';
  /** Out of the link, or into it as if it had been received there. Default `egress`. */
  readonly direction?: 'egress' | 'ingress';
  /** Either this, or {@link block}. */
  readonly dev?: LinkRef;
  /** Every link that shares a block of filters (`ingressBlock`), but for that of the packet. Since Linux 6.8. */
  readonly block?: number;
  /** Default: `stolen` for what is redirected, otherwise `pipe`. */
  readonly control?: Control;
}

/** What the kernel makes one number of. */
const OPERATIONS: readonly (readonly [number, Required<Pick<MirredAction, 'action' | 'direction'>>])[] = [
  [TCA_EGRESS_REDIR, { action: 'redirect', direction: 'egress' }],
  [TCA_EGRESS_MIRROR, { action: 'mirror', direction: 'egress' }],
  [TCA_INGRESS_REDIR, { action: 'redirect', direction: 'ingress' }],
  [TCA_INGRESS_MIRROR, { action: 'mirror', direction: 'ingress' }],
];

const set = attributes({
  times: [TCA_MIRRED_TM, times],
  parameters: [TCA_MIRRED_PARMS, struct({ ...generic, operation: u32, dev: link })],
  block: [TCA_MIRRED_BLOCKID, u32],
});

const encode = ({ index, action, direction = 'egress', dev, block, control }: MirredAction) => ({
  parameters: {
    index,
    control: control ?? (action === 'redirect' ? 'stolen' : 'pipe'),
    operation: OPERATIONS.find(([, what]) => what.action === action && what.direction === direction)?.[0],
    dev,
  },
  block,
});

const decode = ({ parameters, times, block }: Read<typeof set>) => ({
  ...OPERATIONS.find(([number]) => number === parameters?.operation)?.[1],
  ...present({ dev: block === undefined ? parameters?.dev : undefined, block }),
  ...fromGeneric(parameters, times),
});

const checks: OwnChecks<MirredAction, CommonAction & { kind: 'mirred' }> = {
  action: oneOf('redirect', 'mirror'),
  direction: oneOf('egress', 'ingress'),
  dev: linkRef,
  block: integer(1, 0x7fff_ffff),
  control,
};

export const mirred: TcKind<MirredAction> = {
  needs: requires('action', 'mirred', 'NET_ACT_MIRRED', 'act_mirred'),
  checks,
  required: ['action'],
  checkTogether: (where, { dev, block }) => {
    if ((dev === undefined) === (block === undefined))
      throw new TypeError(`${where} needs either dev or block`);
  },
  options: translated(set, encode, decode),
};
