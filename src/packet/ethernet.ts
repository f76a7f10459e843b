import { ETH_ALEN, ETH_HLEN, ETH_P_802_3_MIN, ETH_P_8021AD, ETH_P_8021Q } from '../uapi/if_ether.js';
import { formatHardware, parseHardware } from './address.js';
import { Header } from './header.js';

/** One IEEE 802.1Q or 802.1ad tag. */
export interface VlanTag {
  /** EtherType of the tag: 0x8100 (802.1Q) or 0x88a8 (802.1ad, a service tag). */
  readonly protocol: number;
  /** VLAN number, 0 to 4095; 0 carries a priority only. */
  readonly id: number;
  /** Priority code point, 0 to 7. */
  readonly priority: number;
  /** Drop eligible indicator. */
  readonly dropEligible: boolean;
}

/** EtherTypes after which four more bytes of tag follow; the two last are older spellings of 802.1ad. */
const tagTypes: ReadonlySet<number> = new Set([ETH_P_8021Q, ETH_P_8021AD, 0x9100, 0x9200]);

/** An Ethernet II header with any VLAN tags (IEEE 802.3, IEEE 802.1Q). */
export class Ethernet extends Header {
  readonly kind = 'ethernet';
  static readonly minimum = ETH_HLEN;

  /** Hardware address that the frame is sent to, `ff:ff:ff:ff:ff:ff` for all. */
  get destination(): string {
    return formatHardware(this.slice(0, 6));
  }

  /** Hardware address of the sender. */
  get source(): string {
    return formatHardware(this.slice(6, 6));
  }

  /** Outermost first. */
  get vlans(): VlanTag[] {
    const tags: VlanTag[] = [];
    for (let at = 12; tagTypes.has(this.u16(at)); at += 4) {
      const control = this.u16(at + 2);
      tags.push({
        protocol: this.u16(at),
        id: control & 0x0fff,
        priority: control >> 13,
        dropEligible: (control & 0x1000) !== 0,
      });
    }
    return tags;
  }

  /** Type of what follows the last tag (ETH_P_*), or the frame's length where it is below 0x0600. */
  get etherType(): number {
    return this.u16(this.headerLength - 2);
  }

  override get headerLength(): number {
    let at = 12;
    while (tagTypes.has(this.u16(at))) at += 4;
    return at + 2;
  }

  override get next(): number | undefined {
    return this.etherType < ETH_P_802_3_MIN ? undefined : this.etherType;
  }
}

export interface EthernetFields {
  /** Six bytes, `02:00:00:00:00:01`. */
  readonly destination: string;
  readonly source: string;
  /** ETH_P_* of the payload. */
  readonly etherType: number;
  /** Outermost first. Default none. */
  readonly vlans?: readonly VlanTag[];
  readonly payload: Uint8Array;
}

/**
 * An Ethernet frame, without padding or check sequence.
 *
 * @throws TypeError if an address is not of six bytes.
 */
export function encodeEthernet(fields: EthernetFields): Uint8Array {
  const tags = (fields.vlans ?? []).flatMap((tag) => {
    const control = (tag.priority << 13) | (tag.dropEligible ? 0x1000 : 0) | tag.id;
    return [tag.protocol >> 8, tag.protocol & 0xff, control >> 8, control & 0xff];
  });
  const addresses = [macBytes('destination', fields.destination), macBytes('source', fields.source)];
  const type = [fields.etherType >> 8, fields.etherType & 0xff];
  return Uint8Array.from([...addresses.flatMap((bytes) => [...bytes]), ...tags, ...type, ...fields.payload]);
}

function macBytes(field: string, text: string): Uint8Array {
  const bytes = parseHardware(text);
  if (bytes?.length !== ETH_ALEN)
    throw new TypeError(`${field} must be an Ethernet address, not ${JSON.stringify(text)}`);
  return bytes;
}
