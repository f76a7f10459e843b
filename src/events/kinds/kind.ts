import { NetlinkError } from '../../error/netlink_error.js';
import type { Handle } from '../../handle/handle.js';
import type { MessageSpan } from '../../wire/message.js';

/** What is known of one kind of object that the kernel tells changes of. `M` is a message as it is decoded. */
export interface EventKindSpec<M, T> {
  /** What several of them are called: in snapshots, and in {@link State}. */
  readonly plural: string;
  /** RTNLGRP_*: who is told. */
  readonly groups: readonly number[];
  /** RTM_NEW*: it was made or changed. */
  readonly made: number;
  /** RTM_DEL* */
  readonly gone: number;
  /** `undefined`: a message of the same type that is about something else. */
  decode(view: DataView, span: MessageSpan): M | undefined;
  object(message: M): T;
  /** Whether what was made was not there before, as far as the kernel says so. */
  isNew(message: M, flags: number): boolean;
  /** What makes it this one and no other. */
  key(object: T): string | number;
  /** Where several can have the same key: whether two of those are one. */
  same?(a: T, b: T): boolean;
  /** Where the kernel tells only what has changed of it: the whole. */
  merge?(known: T, told: T): T;
  /** All that there are. */
  list(handle: Handle): Promise<readonly T[]>;
}

/** Describes a kind; the types of its messages and objects are inferred. */
export function eventKind<const P extends string, M, T>(
  spec: EventKindSpec<M, T> & { readonly plural: P },
): EventKindSpec<M, T> & { readonly plural: P } {
  return spec;
}

/** A list; a kernel without such objects has none of them. */
export async function listedWhereKnown<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof NetlinkError && error.code === 'EOPNOTSUPP') return [];
    throw error;
  }
}
