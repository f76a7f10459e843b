import type { NewRule } from './ast.js';
import { type CompileInput, type CompileOptions, commandsOf, compile, type JsonCommand } from './compile.js';

/** In longer inputs nobody waits for it. */
const MOST_COMMANDS = 1000;
const MOST_STATEMENTS = 50;

/**
 * Which statement of a rule an instruction of it comes from; undefined where it would take long to find out. An error is
 * rare, so nothing is kept for it: the rule is compiled with ever more of its statements until it has the instruction.
 */
export function statementOf(
  input: CompileInput,
  command: number,
  instruction: number,
  options: CompileOptions,
): number | undefined {
  const commands = commandsOf(input, options);
  const blamed = commands[command];
  const [verb, rule] = ruleIn(blamed);
  if (rule === undefined || commands.length > MOST_COMMANDS || rule.expr.length > MOST_STATEMENTS)
    return undefined;
  for (let count = 1; count <= rule.expr.length; count++) {
    const shorter = {
      [verb]: { rule: { ...rule, expr: rule.expr.slice(0, count) } },
    } as unknown as JsonCommand;
    const { operations } = compile(commands.with(command, shorter), options);
    const made = operations.find((each) => each.op === 'newrule' && each.command === command);
    if (made?.op === 'newrule' && (made.rule.expressions?.length ?? 0) > instruction) return count - 1;
  }
  return undefined;
}

/** The rule that a command adds, and its verb. */
function ruleIn(command: JsonCommand | undefined): readonly [verb: string, rule: NewRule | undefined] {
  const [[verb = '', what] = []] = Object.entries(command ?? {});
  const rule = typeof what === 'object' && what !== null && 'rule' in what ? what.rule : undefined;
  return [verb, rule as NewRule | undefined];
}
