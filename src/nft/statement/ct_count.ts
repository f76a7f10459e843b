import { NFT_CONNLIMIT_F_INV } from '../../uapi/nf_tables.js';
import type { CtCountStatement } from '../ast.js';
import { boolean, integer, object } from '../shape.js';
import { checkCount } from './count.js';
import type { StatementDefinition } from './statement.js';

const MAXIMUM = 0xffff_ffff;

/** `ct count over 20`. */
export const ctCount: StatementDefinition<CtCountStatement> = {
  keywords: ['ct count'],

  parse(parser) {
    parser.expectWord('ct');
    parser.expectWord('count');
    const inv = parser.word('over') ? { inv: true } : {};
    return { 'ct count': { val: parser.number('a number of connections', MAXIMUM), ...inv } };
  },

  print: ({ 'ct count': { val, inv } }) => `ct count ${inv === true ? 'over ' : ''}${val}`,

  shape: object({ 'ct count': object({ val: integer }, { inv: boolean }) }),

  evaluate({ 'ct count': { val, inv } }, context) {
    context.enter('ct count');
    const count = checkCount('val', val, MAXIMUM, context);
    context.steps.push([{ name: 'connlimit', count, flags: inv === true ? NFT_CONNLIMIT_F_INV : 0 }]);
    context.leave();
  },

  raise: {
    connlimit({ count, flags = 0 }, raising) {
      const inv = (flags & NFT_CONNLIMIT_F_INV) === 0 ? {} : { inv: true };
      raising.statement({ 'ct count': { val: count, ...inv } });
      return true;
    },
  },
};
