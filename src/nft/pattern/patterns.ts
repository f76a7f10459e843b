import type { Family, Rule } from '../ast.js';
import type { PathKey } from '../error.js';
import { compileRule } from '../evaluate/rule.js';
import type { LowExpression } from '../expr/index.js';
import type { Names } from '../names/names.js';
import type { Lexer } from '../parse/lexer.js';
import type { Recognizer } from '../parse/parser.js';
import { type PatternedRule, RulePattern } from './pattern.js';
import { TextPattern } from './text.js';

/** So many patterns of each kind are tried. */
const MOST = 8;

/** Where rules are all different, patterns cost more than they save: after this many only what pays is made. */
const ON_TRIAL = 32;
const WORTH = 4;

/** The patterns of a ruleset that is being compiled: most rules are like one not long before. */
export class RulePatterns implements Recognizer {
  readonly #names: Names;
  readonly #patterns: RulePattern[] = [];
  readonly #texts: TextPattern[] = [];
  #made = 0;
  #used = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** A rule of a known pattern, or the instructions of another; where it is wrong, `report` is told which part and why. */
  compile(
    rule: Rule,
    text: string | undefined,
    report: (path: readonly PathKey[], error: unknown) => never,
  ): PatternedRule | readonly LowExpression[] {
    for (const pattern of this.#patterns) {
      const patterned = pattern.family === rule.family ? pattern.match(rule.expr, this.#names) : undefined;
      if (patterned === undefined) continue;
      this.#used++;
      if (text !== undefined) this.#learnText(pattern, text);
      return patterned;
    }
    const instructions = compileRule(rule, this.#names, report);
    const pattern = this.#pays() ? RulePattern.of(rule.family, rule.expr, instructions) : undefined;
    if (pattern === undefined) return instructions;
    keep(this.#patterns, pattern);
    this.#made++;
    if (text !== undefined) this.#learnText(pattern, text);
    return instructions;
  }

  recognize(lexer: Lexer, family: Family): PatternedRule | undefined {
    const { start } = lexer;
    for (const text of this.#texts) {
      const rule = text.pattern.family === family ? text.match(lexer, this.#names) : undefined;
      if (rule !== undefined) {
        this.#used++;
        return rule;
      }
      lexer.rewind(start);
      lexer.next();
    }
    return undefined;
  }

  #pays(): boolean {
    return this.#made < ON_TRIAL || this.#made * WORTH < this.#used;
  }

  #learnText(pattern: RulePattern, text: string): void {
    const learned = this.#pays() ? TextPattern.of(pattern, text) : undefined;
    if (learned === undefined) return;
    keep(this.#texts, learned);
    this.#made++;
  }
}

/** The newest first, which is the likeliest. */
function keep<T>(patterns: T[], pattern: T): void {
  patterns.unshift(pattern);
  patterns.length = Math.min(patterns.length, MOST);
}
