import type { PathKey, Place, Span } from '../error.js';
import { parseCommand } from './command.js';
import { parseCommon } from './common.js';
import { END } from './lexer.js';
import type { ParsedCommand } from './objects.js';
import { PAUSE, Parser, type Reading, type Spans } from './parser.js';
import type { Includes, SourceText } from './sources.js';

export { type Includes, PAUSE, type ParsedCommand, type SourceText };

/** How a text is to be read. A recognizer takes rules that need no AST: they have none then. */
export type ParseOptions = Omit<Reading, 'spans'>;

/**
 * Reads nft's language (nft(8)): the commands, in the order in which they are to be done.
 *
 * @throws NftError with code ERR_NFT_SYNTAX, its line, column and a caret under the culprit.
 */
export function parse(text: string, options: ParseOptions = {}): ParsedCommand[] {
  return [...commandsIn({ text }, options)].filter((each) => each !== PAUSE);
}

/** The same, one by one, so that nobody need keep them all; with pauses between the parts of long blocks. */
export function commandsIn(
  source: SourceText,
  options: ParseOptions = {},
): Generator<ParsedCommand | typeof PAUSE, void> {
  return readCommands(new Parser(source, options));
}

function* readCommands(parser: Parser): Generator<ParsedCommand | typeof PAUSE, void> {
  while (parser.kind !== END) {
    if (parser.atSeparator()) {
      parser.advance();
      continue;
    }
    if (parseCommon(parser)) {
      parser.separator(true);
      continue;
    }
    const read = parseCommand(parser);
    const parsed = Array.isArray(read) ? read : yield* read;
    parser.separator(true);
    yield* parsed;
  }
}

/**
 * Where a part of a command stands in the text that it was parsed from: the part itself, or the closest part around it
 * that is known. Nobody asks unless something is wrong, so positions are not kept: the text is parsed again.
 */
export function locate(
  source: SourceText,
  command: number,
  path: readonly PathKey[],
  includes?: Includes,
): Place | undefined {
  const spans: Spans = new Map();
  const parser = new Parser(source, { spans, includes });
  const commands = [...readCommands(parser)];
  const parsed = commands.filter((each) => each !== PAUSE)[command];
  if (parsed === undefined) return undefined;
  let span: Span = parsed;
  let node: unknown = parsed.command;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) break;
    span = spans.get(node)?.get(key) ?? span;
    node = (node as Readonly<Record<PathKey, unknown>>)[key];
  }
  return parser.placeOf(span);
}
