import type { Family, Rule } from '../ast.js';
import type { PathKey } from '../error.js';
import { compileRule } from '../evaluate/rule.js';
import type { Sets } from '../evaluate/sets.js';
import type { LowExpression } from '../expr/index.js';
import type { Names } from '../names/names.js';
import type { Lexer } from '../parse/lexer.js';
import type { Recognizer } from '../parse/parser.js';
import { type PatternedRule, RulePattern } from './pattern.js';
import { Patterns } from './patterns.js';
import { TextPattern } from './text.js';

/** The patterns of a ruleset that is being compiled: most rules are like one not long before. */
export class RulePatterns implements Pick<Recognizer, 'recognize'> {
  readonly #names: Names;
  readonly #patterns = new Patterns<RulePattern>();
  readonly #texts = new Patterns<TextPattern>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** A rule of a known pattern, or the instructions of another; where it is wrong, `report` is told which part and why. */
  compile(
    rule: Rule,
    text: string | undefined,
    report: (path: readonly PathKey[], error: unknown) => never,
    sets: Sets,
  ): PatternedRule | readonly LowExpression[] {
    for (const pattern of this.#patterns) {
      const patterned = pattern.family === rule.family ? pattern.match(rule.expr, this.#names) : undefined;
      if (patterned === undefined) continue;
      this.#patterns.used();
      if (text !== undefined) this.#learnText(pattern, text);
      return patterned;
    }
    const instructions = compileRule(rule, this.#names, report, sets);
    const pattern = this.#patterns.pay() ? RulePattern.of(rule.family, rule.expr, instructions) : undefined;
    if (pattern === undefined) return instructions;
    this.#patterns.add(pattern);
    if (text !== undefined) this.#learnText(pattern, text);
    return instructions;
  }

  recognize(lexer: Lexer, family: Family): PatternedRule | undefined {
    const { start } = lexer;
    for (const text of this.#texts) {
      const rule = text.pattern.family === family ? text.match(lexer, this.#names) : undefined;
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
