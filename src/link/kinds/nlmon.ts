import { defineKind } from './kind.js';

/** Shows the netlink messages of the namespace to a capture: `ip link add NAME type nlmon`. */
export const nlmon = defineKind({ needs: { option: 'CONFIG_NLMON', module: 'nlmon' }, rows: {} });
