import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../uapi/netlink.js';
import {
  NFT_MSG_DELCHAIN,
  NFT_MSG_DELFLOWTABLE,
  NFT_MSG_DELOBJ,
  NFT_MSG_DELRULE,
  NFT_MSG_DELSET,
  NFT_MSG_DELSETELEM,
  NFT_MSG_DELTABLE,
  NFT_MSG_DESTROYCHAIN,
  NFT_MSG_DESTROYFLOWTABLE,
  NFT_MSG_DESTROYOBJ,
  NFT_MSG_DESTROYRULE,
  NFT_MSG_DESTROYSET,
  NFT_MSG_DESTROYSETELEM,
  NFT_MSG_DESTROYTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWFLOWTABLE,
  NFT_MSG_NEWOBJ,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWSETELEM,
  NFT_MSG_NEWTABLE,
} from '../../uapi/nf_tables.js';
import type { Operation } from '../operation.js';

/** An operation that changes something. */
export type Change = Exclude<Operation, { readonly op: 'list' }>;

/** What each change is for the kernel, and what it is where the object may be missing. */
const TYPES: Readonly<Record<Change['op'], readonly [type: number, destroy?: number]>> = {
  newtable: [NFT_MSG_NEWTABLE],
  deltable: [NFT_MSG_DELTABLE, NFT_MSG_DESTROYTABLE],
  newchain: [NFT_MSG_NEWCHAIN],
  renamechain: [NFT_MSG_NEWCHAIN],
  delchain: [NFT_MSG_DELCHAIN, NFT_MSG_DESTROYCHAIN],
  newset: [NFT_MSG_NEWSET],
  delset: [NFT_MSG_DELSET, NFT_MSG_DESTROYSET],
  newelements: [NFT_MSG_NEWSETELEM],
  delelements: [NFT_MSG_DELSETELEM, NFT_MSG_DESTROYSETELEM],
  newobject: [NFT_MSG_NEWOBJ],
  delobject: [NFT_MSG_DELOBJ, NFT_MSG_DESTROYOBJ],
  newflowtable: [NFT_MSG_NEWFLOWTABLE],
  delflowtable: [NFT_MSG_DELFLOWTABLE, NFT_MSG_DESTROYFLOWTABLE],
  newrule: [NFT_MSG_NEWRULE],
  delrule: [NFT_MSG_DELRULE, NFT_MSG_DESTROYRULE],
};

const MODES = {
  append: NLM_F_CREATE | NLM_F_APPEND,
  insert: NLM_F_CREATE,
  replace: NLM_F_REPLACE,
} as const;

/** NFT_MSG_* of a change. */
export function typeOf(change: Change): number {
  const [type, destroy = type] = TYPES[change.op];
  return 'destroy' in change && change.destroy ? destroy : type;
}

/** NLM_F_* of a change. */
export function flagsOf(change: Change): number {
  if ('mode' in change) return MODES[change.mode];
  if (!('exclusive' in change)) return 0;
  return change.exclusive ? NLM_F_CREATE | NLM_F_EXCL : NLM_F_CREATE;
}
