import type { TcKind } from './kind.js';

declare const unlisted: unique symbol;

/** The name of a kind that has no file here, and so no options that could be read: a string that is none of the others. */
export type UnlistedKind = string & { readonly [unlisted]: never };

type Kinds = Readonly<Record<string, Pick<TcKind<never>, 'options' | 'xstats'>>>;

/** What depends on the kind: in its terms, or raw where it is unknown or shorter than it should be. */
export function readOptions(kinds: Kinds, kind: string, data: Uint8Array | undefined): object {
  if (data === undefined) return {};
  const options = Object.hasOwn(kinds, kind) ? kinds[kind]?.options : undefined;
  if (options === undefined || data.length < (options.size ?? 0))
    return data.length === 0 ? {} : { raw: data };
  return options.read(viewOf(data), 0, data.length);
}

/** Counters of the kind's own, where it has any that can be read. */
export function readXstats(
  kinds: Readonly<Record<string, Pick<TcKind<never>, 'xstats'>>>,
  kind: string,
  data: Uint8Array | undefined,
): object {
  const xstats = Object.hasOwn(kinds, kind) ? kinds[kind]?.xstats : undefined;
  if (data === undefined || xstats === undefined || data.length < (xstats.size ?? 0)) return {};
  return { xstats: xstats.read(viewOf(data), 0, data.length) };
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}
