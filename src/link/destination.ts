/** Where a link is to be. */

import { closeSync, constants, openSync } from 'node:fs';
import { type Check, checkOptions, integer, text, wrongType } from '../check/options.js';
import { SystemError } from '../error/system_error.js';
import { HANDLE, type Handle, type HasHandle } from '../handle/handle.js';

/** A namespace that a link can be put into: an open one, or where to find one. */
export type LinkDestination =
  | HasHandle
  /** A name under /run/netns. */
  | { readonly name: string }
  /** A process, whose namespace it is. */
  | { readonly pid: number }
  /** A descriptor of its nsfs file; it stays the caller's. */
  | { readonly fd: number };

const NAMESPACE_DIRECTORY = '/run/netns';

export const linkDestination: Check = (field, value) => {
  if (typeof value !== 'object' || value === null) throw wrongType(field, value, 'a Namespace');
  if (HANDLE in value) return;
  const checks = { name: fileName, pid: integer(1, 0x7fff_ffff), fd: integer(0, 0x7fff_ffff) };
  checkOptions(field, value as { name?: string; pid?: number; fd?: number }, checks, [], `${field}.`);
  if (Object.keys(value).length !== 1)
    throw wrongType(field, value, 'a Namespace, or one of name, pid and fd');
};

/** A name under a directory, and nothing beside or above. */
const fileName: Check = (field, value) => {
  text(field, value);
  if (value === '' || value === '.' || value === '..' || String(value).includes('/'))
    throw wrongType(field, value, "a namespace's name");
};

/** A destination as a request names it. */
export interface Destination {
  readonly attributes: { readonly namespace?: number; readonly namespacePid?: number };
  /** The namespace, where it is open here. */
  readonly handle: Handle | undefined;
  /** Lets go of what was opened for the request. */
  close(): void;
}

const nothing = () => {};

/** Opens what has to be open while the request is under way. */
export function openDestination(destination: LinkDestination): Destination {
  if (HANDLE in destination) {
    const handle = destination[HANDLE];
    return { attributes: { namespace: handle.native.fd }, handle, close: nothing };
  }
  if ('pid' in destination)
    return { attributes: { namespacePid: destination.pid }, handle: undefined, close: nothing };
  if ('fd' in destination)
    return { attributes: { namespace: destination.fd }, handle: undefined, close: nothing };
  // At once, so that the request keeps its place; what is no nsfs file is not waited for either.
  const fd = openFile(`${NAMESPACE_DIRECTORY}/${destination.name}`);
  return { attributes: { namespace: fd }, handle: undefined, close: () => closeSync(fd) };
}

function openFile(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new SystemError(-((error as NodeJS.ErrnoException).errno ?? 0), 'open', path);
  }
}
