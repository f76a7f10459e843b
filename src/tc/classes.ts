import { type LinkRef, linkRef } from '../check/link.js';
import { checkOptions, oneOf } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { explained } from '../netlink/requirement.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL } from '../uapi/netlink.js';
import { RTM_DELTCLASS, RTM_GETTCLASS, RTM_NEWTCLASS } from '../uapi/rtnetlink.js';
import { CLASS_KINDS, type ClassKind, type ClassOptions } from './class/index.js';
import { type TcClass, toClass } from './class.js';
import { anyHandle, classHandle, formatHandle, parseHandle, type TcHandle } from './handle.js';
import type { TcKind } from './kind.js';
import { qdiscBody, qdiscBodyOf } from './message.js';

/** Which class {@link Classes.get} and {@link Classes.delete} are about. */
export interface ClassId {
  readonly link: LinkRef;
  readonly classId: TcHandle;
}

/** Which classes {@link Classes.list} gives; the kernel filters. */
export interface ClassFilter {
  readonly link: LinkRef;
  /** Only those right beneath this qdisc or class. */
  readonly parent?: TcHandle;
}

const kindName = oneOf(...Object.keys(CLASS_KINDS));

const bodies = Object.fromEntries(
  Object.entries(CLASS_KINDS).map(([kind, { options }]: [string, TcKind<never>]) => [
    kind,
    qdiscBodyOf(options),
  ]),
) as Record<ClassKind, ReturnType<typeof qdiscBodyOf>>;

const id = { link: linkRef, classId: classHandle.check };

/** The classes of qdiscs: `tc class`. Changes need CAP_NET_ADMIN; tc(8). */
export class Classes {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a class: `tc class add`.
   *
   * @throws NetlinkError EEXIST if there is one of that name; ENOENT if there is no such qdisc or parent.
   */
  async add(options: ClassOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'classes.add', options);
  }

  /** Changes a class that is there: `tc class change`. @throws NetlinkError ENOENT if there is none. */
  async set(options: ClassOptions): Promise<void> {
    await this.#write(0, 'classes.set', options);
  }

  /** Makes a class, or changes it if it is there: `tc class replace`. */
  async replace(options: ClassOptions): Promise<void> {
    await this.#write(NLM_F_CREATE, 'classes.replace', options);
  }

  /** Takes a class away: `tc class delete`. @throws NetlinkError ENOENT; EBUSY if filters or classes need it. */
  async delete(options: ClassId): Promise<void> {
    checkOptions('classes.delete', options, id, ['link', 'classId']);
    await this.#handle.route.request({
      type: RTM_DELTCLASS,
      subject: options.classId,
      body: qdiscBody,
      header: { index: options.link, handle: options.classId },
    });
  }

  /** One class. @throws NetlinkError ENOENT if there is none. */
  async get(options: ClassId): Promise<TcClass> {
    checkOptions('classes.get', options, id, ['link', 'classId']);
    const [found] = await this.#handle.route.request({
      type: RTM_GETTCLASS,
      // The answer is a notification, which only comes back if it is asked for.
      flags: NLM_F_ECHO,
      subject: options.classId,
      body: qdiscBody,
      header: { index: options.link, handle: options.classId },
    });
    if (!found) throw new TypeError('the kernel answered a request for a class with nothing');
    return toClass(found);
  }

  /** The classes of a link: `tc class show dev LINK`. */
  async list(filter: ClassFilter): Promise<TcClass[]> {
    checkOptions('classes.list', filter, { link: linkRef, parent: anyHandle.check }, ['link']);
    const found = await this.#handle.route.request({
      type: RTM_GETTCLASS,
      subject: filter.link,
      flags: NLM_F_DUMP,
      body: qdiscBody,
      header: { index: filter.link, parent: filter.parent },
    });
    return found.map(toClass);
  }

  async #write(flags: number, what: string, options: ClassOptions): Promise<void> {
    kindName('kind', options?.kind);
    const kind: TcKind<ClassOptions> = CLASS_KINDS[options.kind];
    checkOptions(
      what,
      options,
      { kind: kindName, ...id, parent: anyHandle.check, ...kind.checks } as never,
      ['link', 'classId', ...(kind.required ?? [])] as never[],
    );
    const { link, classId, parent } = options;
    const done = this.#handle.route.request({
      type: RTM_NEWTCLASS,
      subject: classId,
      flags,
      body: bodies[options.kind],
      header: { index: link, handle: classId, parent: parent ?? qdiscOf(classId) },
      attributes: { kind: options.kind, options: options as never },
    });
    await explained(done, [kind.needs]);
  }
}

function qdiscOf(classId: TcHandle): TcHandle {
  return formatHandle(((parseHandle(classId) ?? 0) & 0xffff_0000) >>> 0);
}
