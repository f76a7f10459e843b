import {
  MDB_RTR_TYPE_DISABLED,
  MDB_RTR_TYPE_PERM,
  MDB_RTR_TYPE_TEMP,
  MDB_RTR_TYPE_TEMP_QUERY,
} from '../uapi/if_bridge.js';

/** Whether multicast goes to where a router is, or may be. */
export const MULTICAST_ROUTER = {
  disabled: MDB_RTR_TYPE_DISABLED,
  automatic: MDB_RTR_TYPE_TEMP_QUERY,
  permanent: MDB_RTR_TYPE_PERM,
  temporary: MDB_RTR_TYPE_TEMP,
} as const;
