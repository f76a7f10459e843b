import type { Command, Item, MetaInfo } from './ast.js';
import { compileCommand } from './compile/command.js';
import { filledIn } from './compile/filled.js';
import { layoutOf } from './compile/layout.js';
import type { ElementFinder } from './compile/merging.js';
import type { Environment } from './compile/scope.js';
import { type SetFinder, SetRegistry } from './compile/sets.js';
import { formatPath, NftError, type NftErrorCode, type PathKey } from './error.js';
import { SemanticError } from './evaluate/context.js';
import type { Names } from './names/names.js';
import { SYSTEM_NAMES } from './names/system.js';
import type { Operation } from './operation.js';
import {
  commandsIn,
  type Includes,
  locate,
  PAUSE,
  type ParseOptions,
  type SourceText,
} from './parse/index.js';
import { isJson, jsonCommandsIn, locateInJson } from './parse/json.js';
import type { Recognizer } from './parse/parser.js';
import { RulePatterns } from './pattern/compiled.js';

export { type Includes, RulePatterns, type SourceText };

/** One element of libnftables' JSON: a command, or an object, which is then added, so that listings can be read back. */
export type JsonCommand = Command | Item | { readonly metainfo: MetaInfo };

/** libnftables' JSON input. */
export interface JsonInput {
  readonly nftables: readonly JsonCommand[];
}

/** What `ns.nft.run` takes: text in nft's language or in libnftables' JSON, or commands as objects of the latter. */
export type CompileInput = string | SourceText | readonly JsonCommand[] | JsonInput;

export interface CompileOptions {
  /** Look-ups instead of this machine's: interfaces of the namespace, and names for tests that are the same everywhere. */
  readonly names?: Partial<Names> | undefined;
  /** The sets and maps that are there already, for rules and elements that refer to them. */
  readonly sets?: SetFinder | undefined;
  /** Their elements, for those that become one with them. */
  readonly elements?: ElementFinder | undefined;
  /** Whether elements may come as rows; default: no. */
  readonly packs?: boolean | undefined;
  /** What rules of earlier inputs had in common, to go by and to add to. */
  readonly patterns?: RulePatterns | undefined;
  /** The files that text includes; without it, it can include none. */
  readonly includes?: Includes | undefined;
}

/** What is to be sent, and where each part of it came from. */
export interface Plan {
  readonly operations: readonly Operation[];
  /** An error about a part of a command: with a caret in text, with its path in JSON. */
  errorAt(
    code: NftErrorCode,
    command: number,
    path: readonly PathKey[],
    reason: string,
    cause?: unknown,
  ): NftError;
}

/**
 * Compiles text or JSON commands to operations of one transaction. Pure: nothing is read but, through `names`, the files
 * in /etc that give services and the like their numbers.
 *
 * @throws NftError with code ERR_NFT_SYNTAX or ERR_NFT_SEMANTIC.
 */
export function compile(input: CompileInput, options: CompileOptions = {}): Plan {
  const operations: Operation[] = [];
  const names: Names = { ...SYSTEM_NAMES, ...options.names };
  const source = readSource(input, options);
  const sets = new SetRegistry(options.sets, options.elements, () => filledIn(input, options.includes));
  const steps = compileSteps(source, {
    names,
    sets,
    packs: options.packs === true,
    add: (operation) => operations.push(operation),
  });
  while (steps.next().done !== true);
  return { operations, errorAt: source.errorAt };
}

/**
 * The same a command at a time, so that long input need be neither compiled nor kept at once: `add` gets each operation,
 * rules being patterned ones (see {@link RulePattern}) and elements rows (see {@link Rows}) where they can.
 */
export function compileStepwise(
  input: CompileInput,
  add: (operation: Operation) => void,
  options: CompileOptions = {},
): Iterator<void> {
  const names: Names = { ...SYSTEM_NAMES, ...options.names };
  const { patterns = new RulePatterns() } = options;
  const sets = new SetRegistry(options.sets, options.elements, () => filledIn(input, options.includes));
  const recognizer: Recognizer = {
    recognize: (lexer, family) => patterns.recognize(lexer, family, names),
    layout: (set) => layoutOf(set, { names, sets, packs: true, add }),
  };
  const source = readSource(input, { recognizer, includes: options.includes });
  return compileSteps(source, { names, patterns, sets, packs: true, add });
}

/** The commands of an input as objects, for whoever looks at one of them again. */
export function commandsOf(
  input: CompileInput,
  options: Pick<CompileOptions, 'includes'> = {},
): JsonCommand[] {
  return [...readSource(input, options).commands].filter((each) => each !== PAUSE);
}

interface Source {
  readonly commands: Iterable<JsonCommand | typeof PAUSE>;
  readonly errorAt: Plan['errorAt'];
}

function* compileSteps({ commands, errorAt }: Source, environment: Environment): Generator<void, void> {
  let index = 0;
  const report = (path: readonly PathKey[], error: unknown): never => {
    if (error instanceof SemanticError) throw errorAt('ERR_NFT_SEMANTIC', index, path, error.message);
    throw error;
  };
  for (const command of commands) {
    if (command !== PAUSE) {
      const steps = compileCommand(command, index, environment, report);
      if (steps !== undefined) yield* steps;
      index++;
    }
    yield;
  }
  yield* environment.sets.merging.finish();
}

function readSource(input: CompileInput, options: ParseOptions): Source {
  if (typeof input === 'string') return readText({ text: input }, options);
  if ('text' in input) return readText(input, options);
  if ('nftables' in input) return readCommands(input.nftables, ['nftables']);
  return readCommands(input as readonly JsonCommand[], []);
}

function readText(source: SourceText, options: ParseOptions): Source {
  if (isJson(source)) return readJsonText(source);
  return {
    commands: textCommands(source, options),
    errorAt(code, command, path, reason, cause) {
      const place = locate(source, command, path, options.includes);
      return new NftError(code, reason, { place, command }, { cause });
    },
  };
}

function* textCommands(
  source: SourceText,
  options: ParseOptions,
): Generator<JsonCommand | typeof PAUSE, void> {
  for (const parsed of commandsIn(source, options)) yield parsed === PAUSE ? PAUSE : parsed.command;
}

function readJsonText(source: SourceText): Source {
  return {
    // Whoever compiles them checks them.
    commands: jsonCommandsIn(source) as Iterable<JsonCommand>,
    errorAt(code, command, path, reason, cause) {
      const place = locateInJson(source, command, path);
      const where = formatPath(['nftables', command, ...path]);
      return new NftError(code, reason, { place, path: where, command }, { cause });
    },
  };
}

function readCommands(commands: readonly JsonCommand[], prefix: readonly PathKey[]): Source {
  if (!Array.isArray(commands)) throw new NftError('ERR_NFT_SEMANTIC', 'a list of commands is wanted');
  return {
    commands,
    errorAt(code, command, path, reason, cause) {
      const where = formatPath([...prefix, command, ...path]);
      return new NftError(code, reason, { path: where, command }, { cause });
    },
  };
}
