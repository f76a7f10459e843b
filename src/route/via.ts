import { formatHardware } from '../packet/address.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { bytes, type Codec, ip } from '../wire/codec.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';

/** `struct rtvia`: a gateway of another family than the route's; with MPLS it may be a hardware address. */
export const via: Codec<string> = {
  size: 2,
  write: (writer, address) => {
    const at = writer.reserve(2);
    ip.write(writer, address);
    const family = writer.length - at - 2 === 4 ? AF_INET : AF_INET6;
    writer.view.setUint16(at, family, LITTLE_ENDIAN);
  },
  read: (view, start, end) => {
    const length = end - start - 2;
    return length === 4 || length === 16
      ? ip.read(view, start + 2, end)
      : formatHardware(bytes.read(view, start + 2, end));
  },
};
