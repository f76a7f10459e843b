import { nested } from '../check/options.js';
import { numberOrName, type Realms } from '../names/tables.js';

const realm = numberOrName(0xffff);

export const realmsCheck = nested<Realms>({ from: realm, to: realm }, ['to']);
