/** What went wrong: how it is written, what it means, or what the kernel says to it. */
export type NftErrorCode = 'ERR_NFT_SYNTAX' | 'ERR_NFT_SEMANTIC' | 'ERR_NFT_KERNEL';

/** A stretch of text, in UTF-16 units from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something stands in text, with the line and a mark under it. */
export interface Place {
  readonly filename: string | undefined;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly frame: string;
  /** Where the file was included. */
  readonly includedAt?: Place;
}

/** A step into JSON. */
export type PathKey = string | number;

/** An error in nft text or JSON, with the place that it is about: a line and column, or a path. */
export class NftError extends Error {
  override readonly name = 'NftError';
  readonly code: NftErrorCode;
  /** Only for text that has a name. */
  readonly filename: string | undefined;
  /** From 1; only for text. */
  readonly line: number | undefined;
  /** From 1; only for text. */
  readonly column: number | undefined;
  /** The line of text and a caret under the culprit; only for text. */
  readonly frame: string | undefined;
  /** As in `nftables[3].add.rule.expr[1].match.right`; only for JSON, as objects or as text. */
  readonly path: string | undefined;
  /** The command, counted from 0, that it is about. */
  readonly command: number | undefined;

  constructor(
    code: NftErrorCode,
    reason: string,
    where: { place?: Place | undefined; path?: string | undefined; command?: number | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(describe(reason, where.place, where.path), options);
    this.code = code;
    this.filename = where.place?.filename;
    this.line = where.place?.line;
    this.column = where.place?.column;
    this.frame = where.place?.frame;
    this.path = where.path;
    this.command = where.command;
  }
}

function describe(reason: string, place: Place | undefined, path: string | undefined): string {
  if (place !== undefined) {
    return `${nameOf(place)}: ${reason}\n${place.frame}${describeInclusion(place)}`;
  }
  return path === undefined ? reason : `${path}: ${reason}`;
}

function nameOf({ filename, line, column }: Place): string {
  return `${filename === undefined ? '' : `${filename}, `}line ${line}, column ${column}`;
}

function describeInclusion({ includedAt }: Place): string {
  if (includedAt === undefined) return '';
  return `\n  included at ${nameOf(includedAt)}${describeInclusion(includedAt)}`;
}

/** A place in text, with its line shown and marked. */
export function placeOf(text: string, span: Span, filename?: string): Place {
  const start = Math.min(span.start, text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < lineStart; at = text.indexOf('\n', at + 1)) line++;

  const column = start - lineStart + 1;
  const width = Math.max(1, Math.min(span.end, lineEnd) - start);
  const [shown, shift] = excerpt(text.slice(lineStart, lineEnd), column - 1);
  const gutter = String(line);
  const indent = shown.slice(0, column - 1 - shift).replace(/[^\t]/g, ' ');
  const mark = '^'.repeat(Math.min(width, Math.max(1, shown.length - (column - 1 - shift))));
  return {
    filename,
    line,
    column,
    frame: `  ${gutter} | ${shown}\n  ${' '.repeat(gutter.length)} | ${indent}${mark}`,
  };
}

const WIDEST = 160;

/** At most WIDEST characters of a line, around a column; and how many were left out before them. */
function excerpt(line: string, column: number): [shown: string, shift: number] {
  if (line.length <= WIDEST) return [line, 0];
  const shift = Math.max(0, Math.min(column - WIDEST / 2, line.length - WIDEST));
  return [line.slice(shift, shift + WIDEST), shift];
}

/** `nftables[3].add.rule.expr[1]`. */
export function formatPath(keys: readonly PathKey[]): string {
  let path = '';
  for (const key of keys) {
    if (typeof key === 'number') path += `[${key}]`;
    else if (/^\w+$/.test(key)) path += path === '' ? key : `.${key}`;
    else path += `[${JSON.stringify(key)}]`;
  }
  return path;
}
