import { defineKind } from './kind.js';

/** An intermediate functional block, to shape what comes in: `ip link add NAME type ifb`. */
export const ifb = defineKind({ needs: { option: 'CONFIG_IFB', module: 'ifb' }, rows: {} });
