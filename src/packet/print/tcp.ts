import { TCP_FLAG, type Tcp, type TcpFlag } from '../tcp.js';
import type { PrintContext } from './context.js';
import { portEndpoints } from './endpoints.js';
import { printTcpOptions } from './tcp_options.js';

/** tcpdump's letters, in the order in which it gives them. */
const letters: Readonly<Record<TcpFlag, string>> = {
  fin: 'F',
  syn: 'S',
  rst: 'R',
  psh: 'P',
  ack: '.',
  urg: 'U',
  ece: 'E',
  cwr: 'W',
};

/** The payload is told by its length, whatever the port; tcpdump goes on to decode HTTP, BGP and others. */
export function printTcp(tcp: Tcp, { ip, sequences }: PrintContext): string {
  const { headerLength, length } = tcp;
  const ends = portEndpoints(ip, tcp.sourcePort, tcp.destinationPort);
  if (headerLength < 20) {
    return `${ends} tcp ${(length - headerLength) >>> 0} [bad hdr length ${headerLength} - too short, < 20]`;
  }

  let text = `${ends}Flags [${flagLetters(tcp)}]`;
  const bases = ip && tcp.ack ? sequences.follow(ip, tcp) : undefined;
  if (headerLength > length) return `${text} [bad hdr length ${headerLength} - too long, > ${length}]`;

  const { own, peer } = bases && !bases.begins ? bases : { own: 0, peer: 0 };
  const data = tcp.payloadLength;
  if (data > 0 || tcp.syn || tcp.fin || tcp.rst) {
    const first = (tcp.sequence - own) >>> 0;
    text += `, seq ${first}${data > 0 ? `:${(first + data) >>> 0}` : ''}`;
  }
  if (tcp.ack) text += `, ack ${(tcp.acknowledgement - peer) >>> 0}`;
  text += `, win ${tcp.window}`;
  if (tcp.urg) text += `, urg ${tcp.urgentPointer}`;

  if (headerLength > 20) {
    const options = printTcpOptions(tcp.optionBytes, headerLength - 20, bases?.peer ?? 0);
    text += `, options [${options.text}`;
    if (options.ends !== undefined) return text + options.ends;
  }
  return `${text}, length ${data}`;
}

function flagLetters(tcp: Tcp): string {
  let text = '';
  for (const flag of Object.keys(TCP_FLAG) as TcpFlag[]) {
    if (tcp.flags & TCP_FLAG[flag]) text += letters[flag];
  }
  return text || 'none';
}
