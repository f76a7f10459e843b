import { linkName } from '../check/link.js';
import { type Check, show, wrongType } from '../check/options.js';
import { formatIp, parseIp } from '../packet/address.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { be16, bytes, type Codec, link, u16, u32 } from '../wire/codec.js';

/** Address and port of a peer. */
interface Endpoint {
  readonly address: Uint8Array;
  /** Of a link-local IPv6 address, the link: a name or an index. */
  readonly scope: string | number;
  readonly port: number;
}

const EXPECTED = 'an address and a port such as 192.0.2.1:51820 or [2001:db8::1]:51820';

function parseEndpoint(field: string, value: unknown): Endpoint {
  const parts =
    typeof value === 'string' && /^(?:\[([^\]%]+)(?:%([^\]]+))?\]|([^:]+)):(\d{1,5})$/.exec(value);
  if (!parts) throw wrongType(field, value, EXPECTED);
  const [, inet6, zone, inet, digits] = parts;
  const address = parseIp(inet6 ?? inet ?? '');
  if (address?.length !== (inet6 === undefined ? 4 : 16)) throw wrongType(field, value, EXPECTED);
  const port = Number(digits);
  if (port < 1 || port > 0xffff)
    throw new RangeError(`${field} must have a port from 1 to 65535, not ${show(value)}`);
  if (zone !== undefined && !/^\d+$/.test(zone)) linkName(`${field}'s link`, zone);
  return { address, scope: zone === undefined ? 0 : /^\d+$/.test(zone) ? Number(zone) : zone, port };
}

/** `192.0.2.1:51820`, `[2001:db8::1]:51820`, `[fe80::1%eth0]:51820`. */
export const endpointText: Check = (field, value) => {
  parseEndpoint(field, value);
};

/** The link that an endpoint is on, if it names one. */
export function linkOf(value: string): string | undefined {
  const { scope } = parseEndpoint('endpoint', value);
  return typeof scope === 'string' ? scope : undefined;
}

const SIZE_INET = 16;
const SIZE_INET6 = 28;

/** `struct sockaddr_in` or `struct sockaddr_in6`, as text. What is of neither family reads as empty. */
export const endpoint: Codec<string> = {
  size: undefined,
  write: (writer, value) => {
    const { address, scope, port } = parseEndpoint('endpoint', value);
    const inet6 = address.length === 16;
    u16.write(writer, inet6 ? AF_INET6 : AF_INET);
    be16.write(writer, port);
    if (inet6) writer.reserve(4); // flow label
    writer.append(address);
    if (inet6) link.write(writer, scope);
    else writer.reserve(8); // what fills it up to the size of a struct sockaddr
  },
  read: (view, start, end) => {
    const family = end - start < SIZE_INET ? undefined : u16.read(view, start, start + 2);
    const port = family === undefined ? 0 : be16.read(view, start + 2, start + 4);
    if (family === AF_INET) return `${formatIp(bytes.read(view, start + 4, start + 8))}:${port}`;
    if (family !== AF_INET6 || end - start < SIZE_INET6) return '';
    const scope = u32.read(view, start + 24, start + 28);
    const address = formatIp(bytes.read(view, start + 8, start + 24));
    return `[${address}${scope === 0 ? '' : `%${scope}`}]:${port}`;
  },
};
