import type { Family, Rule } from '../ast.js';
import type { PathKey } from '../error.js';
import { compileRule } from '../evaluate/rule.js';
import type { Sets } from '../evaluate/sets.js';
import type { LowExpression } from '../expr/index.js';
import type { Names } from '../names/names.js';
import type { Lexer } from '../parse/lexer.js';
import { type PatternedRule, RulePattern } from './pattern.js';
import { Patterns } from './patterns.js';
import { TextPattern } from './text.js';

/** Look-ups that note whether one was used whose answer holds in one namespace only, or only now. */
function watch(names: Names): { readonly watched: Names; readonly asked: () => boolean } {
  let asked = false;
  const noting =
    <A, T>(look: (about: A) => T) =>
    (about: A): T => {
      asked = true;
      return look(about);
    };
  const watched = {
    ...names,
    interfaceIndex: noting(names.interfaceIndex),
    controlGroup: noting(names.controlGroup),
    utcOffset: noting(names.utcOffset),
  };
  return { watched, asked: () => asked };
}

/** The patterns of rules that are compiled: most rules are like one not long before, in the same input or an earlier one. */
export class RulePatterns {
  readonly #patterns = new Patterns<RulePattern>();
  readonly #texts = new Patterns<TextPattern>();

  /** A rule of a known pattern, or the instructions of another; where it is wrong, `report` is told which part and why. */
  compile(
    rule: Rule,
    text: string | undefined,
    names: Names,
    report: (path: readonly PathKey[], error: unknown) => never,
    sets: Sets,
  ): PatternedRule | readonly LowExpression[] {
    for (const pattern of this.#patterns) {
      const patterned = pattern.holds(rule.family, names) ? pattern.match(rule.expr, names) : undefined;
      if (patterned === undefined) continue;
      this.#patterns.used();
      if (text !== undefined) this.#learnText(pattern, text);
      return patterned;
    }
    if (!this.#patterns.pay()) return compileRule(rule, names, report, sets);
    const { watched, asked } = watch(names);
    const instructions = compileRule(rule, watched, report, sets);
    const pattern = RulePattern.of(rule, instructions, asked() ? names : undefined);
    if (pattern === undefined) return instructions;
    this.#patterns.add(pattern);
    if (text !== undefined) this.#learnText(pattern, text);
    return instructions;
  }

  recognize(lexer: Lexer, family: Family, names: Names): PatternedRule | undefined {
    const { start } = lexer;
    for (const text of this.#texts) {
      const rule = text.pattern.holds(family, names) ? text.match(lexer, names) : undefined;
      if (rule !== undefined) {
        this.#texts.used();
        return rule;
      }
      lexer.rewind(start);
      lexer.next();
    }
    return undefined;
  }

  #learnText(pattern: RulePattern, text: string): void {
    const learned = this.#texts.pay() ? TextPattern.of(pattern, text) : undefined;
    if (learned !== undefined) this.#texts.add(learned);
  }
}
