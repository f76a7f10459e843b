import { IFLA_VRF_PORT_TABLE } from '../../uapi/if_link.js';
import { word } from '../field.js';
import { optionTable } from '../option_table.js';

/** A link in a virtual routing domain. */
export const vrfPort = optionTable({ table: [IFLA_VRF_PORT_TABLE, word, 'read'] }, []);
