import {
  NFTNL_CHAIN_DEV,
  NFTNL_CHAIN_DEVICES,
  NFTNL_CHAIN_FLAGS,
  NFTNL_CHAIN_HANDLE,
  NFTNL_CHAIN_HOOKNUM,
  NFTNL_CHAIN_ID,
  NFTNL_CHAIN_NAME,
  NFTNL_CHAIN_POLICY,
  NFTNL_CHAIN_PRIO,
  NFTNL_CHAIN_TABLE,
  NFTNL_CHAIN_TYPE,
  NFTNL_CHAIN_USERDATA,
  NFTNL_FLOWTABLE_DEVICES,
  NFTNL_FLOWTABLE_FLAGS,
  NFTNL_FLOWTABLE_HANDLE,
  NFTNL_FLOWTABLE_HOOKNUM,
  NFTNL_FLOWTABLE_NAME,
  NFTNL_FLOWTABLE_PRIO,
  NFTNL_FLOWTABLE_TABLE,
  NFTNL_OBJ_HANDLE,
  NFTNL_OBJ_NAME,
  NFTNL_OBJ_TABLE,
  NFTNL_OBJ_TYPE,
  NFTNL_OBJ_USERDATA,
  NFTNL_RULE_CHAIN,
  NFTNL_RULE_HANDLE,
  NFTNL_RULE_ID,
  NFTNL_RULE_POSITION,
  NFTNL_RULE_POSITION_ID,
  NFTNL_RULE_TABLE,
  NFTNL_RULE_USERDATA,
  NFTNL_SET_DATA_LEN,
  NFTNL_SET_DATA_TYPE,
  NFTNL_SET_DESC_CONCAT,
  NFTNL_SET_DESC_SIZE,
  NFTNL_SET_ELEM_CHAIN,
  NFTNL_SET_ELEM_DATA,
  NFTNL_SET_ELEM_EXPIRATION,
  NFTNL_SET_ELEM_FLAGS,
  NFTNL_SET_ELEM_KEY,
  NFTNL_SET_ELEM_KEY_END,
  NFTNL_SET_ELEM_OBJREF,
  NFTNL_SET_ELEM_TIMEOUT,
  NFTNL_SET_ELEM_USERDATA,
  NFTNL_SET_ELEM_VERDICT,
  NFTNL_SET_FLAGS,
  NFTNL_SET_GC_INTERVAL,
  NFTNL_SET_HANDLE,
  NFTNL_SET_ID,
  NFTNL_SET_KEY_LEN,
  NFTNL_SET_KEY_TYPE,
  NFTNL_SET_NAME,
  NFTNL_SET_OBJ_TYPE,
  NFTNL_SET_POLICY,
  NFTNL_SET_TABLE,
  NFTNL_SET_TIMEOUT,
  NFTNL_SET_USERDATA,
  NFTNL_TABLE_FLAGS,
  NFTNL_TABLE_HANDLE,
  NFTNL_TABLE_NAME,
  NFTNL_TABLE_USERDATA,
} from '../../uapi/libnftnl_object.js';
import { bytes, optional, s32, string, u32, u64 } from '../schema.js';
import { RULE_CHAIN_ID } from './format.js';

/** Attributes of a table (libnftnl/table.h). The family stands in the message's header. */
export const table = {
  name: optional(string(NFTNL_TABLE_NAME)),
  handle: optional(u64(NFTNL_TABLE_HANDLE)),
  flags: optional(u32(NFTNL_TABLE_FLAGS)),
  userdata: optional(bytes(NFTNL_TABLE_USERDATA)),
} as const;

/** Attributes of a chain (libnftnl/chain.h). */
export const chain = {
  table: optional(string(NFTNL_CHAIN_TABLE)),
  name: optional(string(NFTNL_CHAIN_NAME)),
  handle: optional(u64(NFTNL_CHAIN_HANDLE)),
  type: optional(string(NFTNL_CHAIN_TYPE)),
  hook: optional(u32(NFTNL_CHAIN_HOOKNUM)),
  priority: optional(s32(NFTNL_CHAIN_PRIO)),
  policy: optional(u32(NFTNL_CHAIN_POLICY)),
  id: optional(u32(NFTNL_CHAIN_ID)),
  device: optional(string(NFTNL_CHAIN_DEV)),
  /** Strings one behind the other, each with its NUL. */
  devices: optional(bytes(NFTNL_CHAIN_DEVICES)),
  flags: optional(u32(NFTNL_CHAIN_FLAGS)),
  userdata: optional(bytes(NFTNL_CHAIN_USERDATA)),
} as const;

/** Attributes of every stateful object (libnftnl/object.h); those of its kind stand beside them. */
export const object = {
  table: optional(string(NFTNL_OBJ_TABLE)),
  name: optional(string(NFTNL_OBJ_NAME)),
  handle: optional(u64(NFTNL_OBJ_HANDLE)),
  type: optional(u32(NFTNL_OBJ_TYPE)),
  userdata: optional(bytes(NFTNL_OBJ_USERDATA)),
} as const;

/** Attributes of a flowtable (libnftnl/flowtable.h). */
export const flowtable = {
  table: optional(string(NFTNL_FLOWTABLE_TABLE)),
  name: optional(string(NFTNL_FLOWTABLE_NAME)),
  handle: optional(u64(NFTNL_FLOWTABLE_HANDLE)),
  hook: optional(u32(NFTNL_FLOWTABLE_HOOKNUM)),
  priority: optional(s32(NFTNL_FLOWTABLE_PRIO)),
  /** Strings one behind the other, each with its NUL. */
  devices: optional(bytes(NFTNL_FLOWTABLE_DEVICES)),
  flags: optional(u32(NFTNL_FLOWTABLE_FLAGS)),
} as const;

/** Attributes of a rule (libnftnl/rule.h); its expressions stand behind them. */
export const rule = {
  table: optional(string(NFTNL_RULE_TABLE)),
  chain: optional(string(NFTNL_RULE_CHAIN)),
  chainId: optional(u32(RULE_CHAIN_ID)),
  handle: optional(u64(NFTNL_RULE_HANDLE)),
  position: optional(u64(NFTNL_RULE_POSITION)),
  id: optional(u32(NFTNL_RULE_ID)),
  positionId: optional(u32(NFTNL_RULE_POSITION_ID)),
  userdata: optional(bytes(NFTNL_RULE_USERDATA)),
} as const;

/** Attributes of a set (libnftnl/set.h); what its elements get stands behind them. */
export const set = {
  table: optional(string(NFTNL_SET_TABLE)),
  name: optional(string(NFTNL_SET_NAME)),
  handle: optional(u64(NFTNL_SET_HANDLE)),
  id: optional(u32(NFTNL_SET_ID)),
  flags: optional(u32(NFTNL_SET_FLAGS)),
  keyType: optional(u32(NFTNL_SET_KEY_TYPE)),
  keyLength: optional(u32(NFTNL_SET_KEY_LEN)),
  dataType: optional(u32(NFTNL_SET_DATA_TYPE)),
  dataLength: optional(u32(NFTNL_SET_DATA_LEN)),
  objectType: optional(u32(NFTNL_SET_OBJ_TYPE)),
  policy: optional(u32(NFTNL_SET_POLICY)),
  size: optional(u32(NFTNL_SET_DESC_SIZE)),
  /** A byte for each field. */
  fieldLengths: optional(bytes(NFTNL_SET_DESC_CONCAT)),
  timeout: optional(u64(NFTNL_SET_TIMEOUT)),
  gcInterval: optional(u32(NFTNL_SET_GC_INTERVAL)),
  userdata: optional(bytes(NFTNL_SET_USERDATA)),
} as const;

/** Attributes of an element; its expressions stand behind them. */
export const element = {
  key: optional(bytes(NFTNL_SET_ELEM_KEY)),
  keyEnd: optional(bytes(NFTNL_SET_ELEM_KEY_END)),
  flags: optional(u32(NFTNL_SET_ELEM_FLAGS)),
  data: optional(bytes(NFTNL_SET_ELEM_DATA)),
  verdict: optional(u32(NFTNL_SET_ELEM_VERDICT)),
  chain: optional(string(NFTNL_SET_ELEM_CHAIN)),
  object: optional(string(NFTNL_SET_ELEM_OBJREF)),
  timeout: optional(u64(NFTNL_SET_ELEM_TIMEOUT)),
  expiration: optional(u64(NFTNL_SET_ELEM_EXPIRATION)),
  userdata: optional(bytes(NFTNL_SET_ELEM_USERDATA)),
} as const;
