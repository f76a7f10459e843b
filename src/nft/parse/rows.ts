import type { RowField, Rows } from '../set/rows.js';

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;
const CLOSING_BRACE = 0x7d;

/**
 * Reads elements in their plainest form, such as `192.0.2.1 . 80 : 10.0.0.1`, from `at` on until one has another form or the
 * rows are full. Returns where the last one ends; `at` if there was none.
 */
export function scanRows(text: string, at: number, rows: Rows): number {
  let end = at;
  for (let start = at; !rows.full; ) {
    const behind = scanRow(text, start, rows);
    const next = behind < 0 ? behind : skipLine(text, behind);
    const separator = next < 0 ? 0 : text.charCodeAt(next);
    if (separator !== COMMA && separator !== CLOSING_BRACE) break;
    rows.push(rows.count);
    end = behind;
    if (separator === CLOSING_BRACE) break;
    start = skipLine(text, next + 1);
  }
  return end;
}

/** Where the row ends; -1 if there is none. */
function scanRow(text: string, start: number, { layout, bytes, end }: Rows): number {
  const at = scanFields(text, start, layout.key, bytes, end);
  if (at < 0 || layout.dataLength === 0) return at;
  const colon = skipBlanks(text, at);
  if (colon === at || text.charCodeAt(colon) !== COLON) return -1;
  return scanFields(text, skipBlanks(text, colon + 1), layout.data, bytes, end);
}

function scanFields(
  text: string,
  start: number,
  fields: readonly RowField[],
  bytes: Uint8Array,
  row: number,
): number {
  let at = start;
  for (let i = 0; i < fields.length; i++) {
    const { scan, offset } = fields[i] as RowField;
    if (i > 0) {
      const dot = skipBlanks(text, at);
      if (dot === at || text.charCodeAt(dot) !== DOT) return -1;
      at = skipBlanks(text, dot + 1);
    }
    at = scan === undefined ? -1 : scan(text, at, bytes, row + offset);
    if (at < 0) return -1;
  }
  return at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code === SPACE || code === TAB; ) code = text.charCodeAt(++at);
  return at;
}

/** Behind blanks, and at most one end of a line. */
function skipLine(text: string, start: number): number {
  const at = skipBlanks(text, start);
  return text.charCodeAt(at) === LF ? skipBlanks(text, at + 1) : at;
}
