import type { LinkRef } from '../../check/link.js';
import type { Handle } from '../../handle/handle.js';
import type { NativeNamespace } from '../../native/addon.js';
import type { CommonLinkOptions } from '../common.js';
import {
  type Bits,
  type CreateOptions,
  type OptionsRead,
  type OptionTable,
  optionTable,
  type Rows,
  type SetOptions,
} from '../option_table.js';

/** A link in a namespace other than the one that the request goes to, made along with it. */
export interface Companion {
  readonly handle: Handle;
  readonly link: LinkRef;
  /** To be raised once the request has been carried out. */
  readonly up: boolean;
}

/** Where in the kernel a kind comes from, for the error of a kernel without it. */
export interface KernelFeature {
  /** `'CONFIG_VXLAN'` */
  readonly option: string;
  /** `undefined`: never a module. */
  readonly module: string | undefined;
}

/** A set of options, whatever they are. */
export type Values = Readonly<Record<string, unknown>>;

interface KindRules {
  readonly needs: KernelFeature;
  /** Options that kernels with the kind may be built without: the option of the kernel's configuration. */
  readonly optionNeeds?: Readonly<Record<string, string>>;
  /**
   * The kernel takes what a change does not mention for zero: the rest has to be read and sent along, as `ip` does.
   */
  readonly whole?: boolean;
  /** What can be said of one option depends on the others. */
  checkTogether?(options: Values): void;
  /** Options as the kernel wants them, where that is more than each by itself. */
  refine?(options: Values, verb: 'create' | 'set'): Values;
  /** What was read, the other way round. */
  tidy?(data: Values): Values;
  /** The other link that comes of it, if there is one. */
  companion?(options: Values, here: Handle): Companion | undefined;
  /** Makes the link where no RTM_NEWLINK can. */
  make?(options: Values, native: NativeNamespace): Promise<unknown>;
}

export interface KindSpec<R extends Rows, B extends readonly Bits[], Q extends string> extends KindRules {
  /** The kind's own attributes (IFLA_INFO_DATA). */
  readonly rows: R;
  readonly bits?: B;
  /** Options that cannot be left out, common ones among them. */
  readonly required?: readonly Q[];
}

export interface LinkKind<
  R extends Rows = Rows,
  B extends readonly Bits[] = readonly Bits[],
  Q extends string = string,
> extends KindRules {
  readonly table: OptionTable<R, B>;
  readonly required: readonly Q[];
}

/** Describes a kind by the table of its attributes, from which the types of its options are inferred. */
export function defineKind<
  const R extends Rows,
  const B extends readonly Bits[] = readonly [],
  const Q extends string = never,
>({ rows, bits, required, ...rules }: KindSpec<R, B, Q>): LinkKind<R, B, Q> {
  return { ...rules, table: optionTable(rows, bits ?? ([] as never)), required: required ?? [] };
}

type Requiring<T, Q> = T & { readonly [K in keyof T & Q]-?: Exclude<T[K], undefined> };

/** What `links.add` takes for a kind. */
export type KindOptions<K extends string, S> =
  S extends LinkKind<infer R, infer B, infer Q>
    ? { readonly kind: K } & Requiring<CommonLinkOptions & CreateOptions<R, B>, Q>
    : never;

/** What `links.set` can change of a kind. */
export type KindChanges<K extends string, S> =
  S extends LinkKind<infer R, infer B, string> ? { readonly kind: K } & SetOptions<R, B> : never;

/** What the kernel tells of a link of a kind. */
export type KindData<K extends string, S> =
  S extends LinkKind<infer R, infer B, string> ? { readonly kind: K } & OptionsRead<R, B> : never;
