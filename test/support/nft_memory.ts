import type { LowExpression } from '../../src/nft/expr/index.js';
import type {
  KernelChain,
  KernelFlowtable,
  KernelObject,
  KernelRule,
  KernelRuleset,
  KernelSet,
  KernelTable,
} from '../../src/nft/kernel.js';
import type { ChainMessage, ElementMessage, ObjectMessage, Operation } from '../../src/nft/operation.js';
import type { FieldValues } from '../../src/nft/schema.js';
import {
  NFT_BITWISE_MASK_XOR,
  NFT_CT_L3PROTOCOL,
  NFT_CT_PROTOCOL,
  NFT_OBJECT_CT_EXPECT,
  NFT_OBJECT_CT_HELPER,
  NFT_OBJECT_CT_TIMEOUT,
  NFT_SET_ELEM_INTERVAL_END,
} from '../../src/uapi/nf_tables.js';

/** What a log expression without a level means to the kernel: LOG_WARNING of syslog(3). */
const LOGLEVEL_WARNING = 4;

/** How many elements packets may put into a set that says nothing of it. */
const MOST_FILLED = 0xffff;

/** What the kernel lists without a direction. */
const UNDIRECTED: readonly number[] = [NFT_CT_PROTOCOL, NFT_CT_L3PROTOCOL];

type Of<O extends Operation['op']> = Extract<Operation, { readonly op: O }>;

/**
 * A stand-in for the kernel that keeps what transactions add and lists it as the kernel would: with its handles, and
 * with the defaults that it fills in. It checks nothing and can only add and append.
 */
export class Memory {
  readonly #tables: KernelTable[] = [];
  readonly #chains: (KernelChain & Pick<ChainMessage, 'id'>)[] = [];
  readonly #sets: KernelSet[] = [];
  readonly #objects: KernelObject[] = [];
  readonly #flowtables: KernelFlowtable[] = [];
  readonly #rules: KernelRule[] = [];
  /** By table: the number of its objects. */
  readonly #handles = new Map<string, number>();

  apply(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.op === 'newtable') this.#addTable(operation);
      else if (operation.op === 'newchain') this.#addChain(operation);
      else if (operation.op === 'newobject') this.#addObject(operation);
      else if (operation.op === 'newflowtable') this.#addFlowtable(operation);
      else if (operation.op === 'newrule') this.#addRule(operation);
      else if (operation.op === 'newset') this.#addSet(operation);
      else if (operation.op === 'newelements') this.#addElements(operation);
      else throw new TypeError(`the stand-in cannot ${operation.op}`);
    }
  }

  list(): KernelRuleset {
    return {
      tables: this.#tables,
      chains: this.#chains,
      sets: this.#sets,
      objects: this.#objects,
      flowtables: this.#flowtables,
      rules: this.#rules,
    };
  }

  #addTable({ table }: Of<'newtable'>): void {
    const { name = '' } = table;
    if (this.#tables.some((other) => other.family === table.family && other.name === name)) return;
    this.#tables.push({ ...table, name, handle: this.#tables.length + 1 });
  }

  #addChain({ chain }: Of<'newchain'>): void {
    const { family, table } = chain;
    const name = chain.name ?? `__chain${this.#chains.length}`;
    const known = this.#chains.some(
      (other) => other.family === family && other.table === table && other.name === name,
    );
    if (!known) this.#chains.push({ ...chain, name, handle: this.#nextHandle(family, table) });
  }

  #addObject({ object }: Of<'newobject'>): void {
    const { family, table, name = '', type, fields = {} } = object;
    const known = this.#objects.some(
      (other) =>
        other.family === family && other.table === table && other.name === name && other.type === type,
    );
    if (known) return;
    const handle = this.#nextHandle(family, table);
    this.#objects.push({ ...object, name, handle, fields: { ...defaultFields(object), ...fields } });
  }

  #addFlowtable({ flowtable }: Of<'newflowtable'>): void {
    const { family, table, name = '' } = flowtable;
    const handle = this.#nextHandle(family, table);
    this.#flowtables.push({ ...flowtable, name, handle });
  }

  #addSet({ set }: Of<'newset'>): void {
    const { family, table, name = '' } = set;
    const same = (other: KernelSet) => other.family === family && other.table === table;
    if (this.#sets.some((other) => same(other) && other.name === name)) return;
    const number = this.#sets.filter((other) => same(other) && isNumbered(name, other.name)).length;
    const handle = this.#nextHandle(family, table);
    this.#sets.push({ ...set, name: name.replace('%d', String(number)), handle, elements: [] });
  }

  #addElements({ elements: { family, table, set: name, setId, elements } }: Of<'newelements'>): void {
    const at = this.#sets.findLastIndex(
      (other) =>
        other.family === family &&
        other.table === table &&
        (setId === undefined ? other.name === name : other.id === setId),
    );
    const set = this.#sets[at];
    if (set === undefined) throw new TypeError(`the stand-in has no set ${name}`);
    const state = set.expressions === undefined ? {} : { expressions: set.expressions.map(listed) };
    const had = set.elements ?? [];
    // What is there already stays as it is; every element has what the set says.
    const added = elements
      .filter((each, i) => ![...had, ...elements.slice(0, i)].some((other) => isSameElement(each, other)))
      .map((each) => (isEnd(each) ? each : { ...state, ...each }));
    this.#sets[at] = { ...set, elements: [...had, ...added] };
  }

  #addRule({ mode, rule }: Of<'newrule'>): void {
    if (mode !== 'append' || rule.position !== undefined) throw new TypeError('the stand-in can only append');
    const { family, table, chainId, expressions = [] } = rule;
    const chain = rule.chain ?? this.#chainOf(chainId);
    const handle = this.#nextHandle(family, table);
    for (const each of expressions) this.#limitFilled(family, table, each);
    this.#rules.push({
      ...rule,
      chain,
      handle,
      expressions: expressions.map((each) => listed(this.#named(each))),
    });
  }

  /** A set that a rule fills has room for so many at most. */
  #limitFilled(family: number, table: string, expression: LowExpression): void {
    if ('opaque' in expression || expression.name !== 'dynset') return;
    const isFilled = (set: KernelSet) =>
      set.family === family && set.table === table && set.name === expression.set;
    const at = this.#sets.findIndex(isFilled);
    const set = this.#sets[at];
    if (set !== undefined && set.size === undefined) this.#sets[at] = { ...set, size: MOST_FILLED };
  }

  /** A set of the transaction goes by the name that it got. */
  #named(expression: LowExpression): LowExpression {
    if (!('opaque' in expression) && expression.name === 'immediate' && expression.chainId !== undefined) {
      const { chainId, ...verdict } = expression;
      return { ...verdict, chain: this.#chainOf(chainId) };
    }
    if ('opaque' in expression || !('setId' in expression) || expression.setId === undefined)
      return expression;
    const { setId: id, ...rest } = expression;
    const set = this.#sets.findLast((each) => each.id === id);
    return { ...rest, set: set?.name ?? '' } as LowExpression;
  }

  /** A chain of the transaction goes by the name that it got. */
  #chainOf(id: number | undefined): string {
    return this.#chains.findLast((chain) => chain.id === id)?.name ?? '';
  }

  #nextHandle(family: number, table: string): number {
    const key = `${family} ${table}`;
    const handle = (this.#handles.get(key) ?? 0) + 1;
    this.#handles.set(key, handle);
    return handle;
  }
}

/** What the kernel fills in: objects of connection tracking are for the table's family. */
function defaultFields({ type, family }: ObjectMessage): FieldValues {
  const ofConnections = [NFT_OBJECT_CT_HELPER, NFT_OBJECT_CT_TIMEOUT, NFT_OBJECT_CT_EXPECT].includes(type);
  return ofConnections ? { l3proto: family } : {};
}

function isEnd({ flags = 0 }: ElementMessage): boolean {
  return (flags & NFT_SET_ELEM_INTERVAL_END) !== 0;
}

/** Whether two are about the same key; the ends of ranges are elements of their own. */
function isSameElement(a: ElementMessage, b: ElementMessage): boolean {
  const same = (one?: Uint8Array, other?: Uint8Array) => Buffer.from(one ?? []).equals(other ?? Buffer.of());
  return (a.flags ?? 0) === (b.flags ?? 0) && same(a.key, b.key) && same(a.keyEnd, b.keyEnd);
}

/** Whether a name is one that the kernel makes of a pattern such as `__set%d`. */
function isNumbered(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('%d');
  return after !== undefined && name.startsWith(before) && /^\d+$/.test(name.slice(before.length));
}

/** An expression as the kernel gives it back. */
function listed(expression: LowExpression): LowExpression {
  if ('opaque' in expression) return expression;
  switch (expression.name) {
    case 'bitwise':
      return { op: NFT_BITWISE_MASK_XOR, ...expression };
    case 'counter':
      return { packets: 0, bytes: 0, ...expression };
    case 'ct': {
      const { dir: _, ...undirected } = expression;
      return UNDIRECTED.includes(expression.key) ? undirected : expression;
    }
    case 'log':
      return expression.group === undefined ? { level: LOGLEVEL_WARNING, ...expression } : expression;
    case 'nat':
      return {
        ...expression,
        ...(expression.regAddrMin === undefined
          ? {}
          : { regAddrMax: expression.regAddrMax ?? expression.regAddrMin }),
        ...(expression.regProtoMin === undefined
          ? {}
          : { regProtoMax: expression.regProtoMax ?? expression.regProtoMin }),
      };
    default:
      return expression;
  }
}
