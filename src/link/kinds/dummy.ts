import { defineKind } from './kind.js';

/** A link that swallows what is sent through it: `ip link add NAME type dummy`. */
export const dummy = defineKind({ needs: { option: 'CONFIG_DUMMY', module: 'dummy' }, rows: {} });
