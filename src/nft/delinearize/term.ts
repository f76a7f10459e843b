import { concatenation } from '../datatype/concat.js';
import { hostInteger } from '../datatype/integer.js';
import type { Term } from '../term.js';
import { asKind } from './constant.js';
import { completePayload } from './payload.js';
import type { Raising } from './raising.js';

/** A term from a register with everything that is known about it by now: fields by name, constants by kind. */
export function completeTerm(term: Term, raising: Raising): Term {
  switch (term.kind) {
    case 'payload': {
      const field = completePayload(term, raising);
      raising.releaseFor(field);
      return field;
    }
    case 'byteorder': {
      const argument = completeTerm(term.argument, raising);
      const order = argument.order === 'big' ? 'host' : 'big';
      return { ...term, argument, type: argument.type, order };
    }
    case 'binary': {
      const left = completeTerm(term.left, raising);
      const shift = term.operator === '<<' || term.operator === '>>';
      const kind = shift ? { type: hostInteger, order: 'host' as const } : left;
      const right = term.right.kind === 'constant' ? asKind(term.right, kind) : term.right;
      return { ...term, left, right, type: left.type, order: left.order };
    }
    case 'concat': {
      const parts = term.parts.map((part) => completeTerm(part, raising));
      return { ...term, parts, type: concatenation(parts) };
    }
    case 'map':
      // The key is complete; it only makes tests before it superfluous.
      completeTerm(term.key, raising);
      return term;
    case 'exthdr':
    case 'tcp option':
    case 'ip option':
      raising.dependencies.releaseForOption(term.kind);
      return term;
    default:
      return term;
  }
}
