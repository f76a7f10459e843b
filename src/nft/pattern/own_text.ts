/** The same text in memory of its own: V8 keeps the whole of a text as long as there is a part of it. */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
