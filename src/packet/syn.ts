import type { Endpoints } from './checksum.js';
import { encodeTcp } from './tcp.js';
import type { TcpOption } from './tcp_options.js';

export interface SynFields extends Endpoints {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Initial sequence number. */
  readonly sequence: number;
  /** Default 64240: 44 segments of 1460 bytes, what Linux offers on Ethernet. */
  readonly window?: number;
  /** Largest segment to be sent to us. Default 1460 for IPv4, 1440 for IPv6: what fits Ethernet's 1500 bytes. */
  readonly mss?: number;
  /** Whether selective acknowledgements may be sent to us. Default true. */
  readonly sackPermitted?: boolean;
  /** Our timestamp clock's value (RFC 7323); `undefined` leaves the option out. */
  readonly timestamp?: number;
  /** How far windows will be shifted, 0 to 14. Default 7; `null` leaves the option out. */
  readonly windowScale?: number | null;
}

/**
 * The segment that opens a TCP connection, options in the order in which Linux sends them: some firewalls and
 * fingerprinting servers look at that.
 */
export function encodeSyn(fields: SynFields): Uint8Array {
  const { timestamp, windowScale = 7, sackPermitted = true } = fields;
  const isIpv6 =
    typeof fields.source === 'string' ? fields.source.includes(':') : fields.source.length === 16;
  const options: TcpOption[] = [{ kind: 'mss', value: fields.mss ?? (isIpv6 ? 1440 : 1460) }];

  // Options start at multiples of four bytes; sack-permitted, of two, fills up either nops or the timestamps.
  if (sackPermitted && timestamp === undefined) options.push({ kind: 'nop' }, { kind: 'nop' });
  if (sackPermitted) options.push({ kind: 'sack-permitted' });
  else if (timestamp !== undefined) options.push({ kind: 'nop' }, { kind: 'nop' });
  if (timestamp !== undefined) options.push({ kind: 'timestamps', value: timestamp, echo: 0 });
  if (windowScale !== null) options.push({ kind: 'nop' }, { kind: 'window-scale', shift: windowScale });

  return encodeTcp({ ...fields, flags: ['syn'], window: fields.window ?? 64240, options });
}
