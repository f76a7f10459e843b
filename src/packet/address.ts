/** IP and hardware addresses between their bytes and their text, in the spelling of inet_ntop(3). */

const DOT = 46;
const ZERO = 48;

/** The four bytes of a dotted-quad address; `undefined` if the text is anything else (leading zeros included). */
export function parseIpv4(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(4);
  let part = 0;
  let value = 0;
  let digits = 0;
  // One pass without intermediate strings: every address of every request comes through here.
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? DOT : text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0 || value > 255 || part > 3) return undefined;
      bytes[part++] = value;
      value = digits = 0;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || digits === 3 || (digits > 0 && value === 0)) return undefined;
      value = value * 10 + digit;
      digits++;
    }
  }
  return part === 4 ? bytes : undefined;
}

/** The sixteen bytes of an IPv6 address (RFC 4291, section 2.2), without a zone; `undefined` if it is not one. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = parseGroups(halves[1] ?? '', true);
  if (!head || !tail) return undefined;

  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return Uint8Array.from([...head, ...Array<number>(missing).fill(0), ...tail]);
}

/** Hexadecimal groups to bytes; the last one may be a dotted quad where the address can end. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const quad = last && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (quad) bytes.push(...quad);
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}

/** The bytes of an IPv4 (4) or IPv6 (16) address; `undefined` if the text is neither. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** `192.0.2.1` */
export function formatIpv4(bytes: Uint8Array): string {
  return bytes.join('.');
}

const OCTETS = Array.from({ length: 256 }, (_, octet) => String(octet));

/** The network that was written last: the addresses of a list have much in common. */
let lastNetwork = -1;
let lastText = '';

/** The same, of an address as a number in network byte order. */
export function formatIpv4Word(word: number): string {
  const network = word >>> 8;
  if (network !== lastNetwork) {
    lastNetwork = network;
    lastText = `${OCTETS[network >>> 16]}.${OCTETS[(network >>> 8) & 255]}.${OCTETS[network & 255]}.`;
  }
  return lastText + OCTETS[word & 255];
}

/** `2001:db8::1`: the longest run of zero groups is shortened; embedded IPv4 addresses are dotted (RFC 5952). */
export function formatIpv6(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));

  const zeros = longestZeroRun(groups);
  const embedded = zeros.start === 0 && (zeros.length === 6 || (zeros.length === 5 && groups[5] === 0xffff));
  if (embedded) return `${zeros.length === 6 ? '::' : '::ffff:'}${formatIpv4(bytes.subarray(12, 16))}`;

  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return hex(groups);
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}`;
}

function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

/** An IPv4 or IPv6 address, by the number of its bytes. */
export function formatIp(bytes: Uint8Array): string {
  return bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes);
}

/** `02:00:00:00:00:01`, whatever the length of the hardware address. */
export function formatHardware(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** The bytes of a colon-separated hardware address of any length; `undefined` if the text is anything else. */
export function parseHardware(text: string): Uint8Array | undefined {
  const parts = text.split(':');
  if (!parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part))) return undefined;
  return Uint8Array.from(parts, (part) => Number.parseInt(part, 16));
}
