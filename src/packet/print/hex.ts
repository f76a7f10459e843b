/** Bytes as tcpdump dumps what it cannot name: sixteen a line, in pairs, each line on a new one after a tab. */
export function hexDump(bytes: Uint8Array, ascii: boolean): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.subarray(at, at + 16);
    let hex = '';
    for (const [index, byte] of line.entries()) {
      hex += (index % 2 === 0 ? ' ' : '') + byte.toString(16).padStart(2, '0');
    }
    const characters = Array.from(line, (byte) =>
      byte > 32 && byte < 127 ? String.fromCharCode(byte) : '.',
    );
    text += `\n\t0x${at.toString(16).padStart(4, '0')}: ${ascii ? `${hex.padEnd(40)}  ${characters.join('')}` : hex}`;
  }
  return text;
}
