import type { LinkRef } from '../../check/link.js';
import type { Check } from '../../check/options.js';
import type { Handle } from '../../handle/handle.js';
import type { Attributes } from '../../wire/attributes.js';

/** What every kind of link takes when it is made. */
export interface CommonLinkOptions {
  /** At most 15 bytes, no slash, colon or blank. `%d` in it is replaced by the first number that is free. */
  readonly name: string;
  /** Interface index; the kernel chooses if it is left out. */
  readonly index?: number;
  /** Hardware address; random if it is left out. */
  readonly address?: string;
  /** In bytes; the kind's own default if it is left out. */
  readonly mtu?: number;
  /** Administratively up from the start. Default false, as `ip link add`. */
  readonly up?: boolean;
}

/** A link in a namespace other than the one that the request goes to, made along with it. */
export interface Companion {
  readonly handle: Handle;
  readonly link: LinkRef;
  /** To be raised once the request has been carried out. */
  readonly up: boolean;
}

/** One kind of link: what `ip link add type KIND` knows of it. */
export interface LinkKind<Options> {
  /** Netlink attributes of the kind (IFLA_INFO_DATA). */
  readonly data: Attributes;
  /** Checks of the options that only this kind has. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly required: readonly string[];
  /** The kind's attributes for these options, `here` being the namespace that the request goes to. */
  encode(options: Options, here: Handle): object;
  /** The other link that comes of it, if there is one. */
  companion?(options: Options, here: Handle): Companion;
}
