import type { Ifindex, LinkRef } from '../check/link.js';
import { type Check, checkOptions } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { explained } from '../netlink/requirement.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../uapi/netlink.js';
import { TCA_FLOWER_KEY_ETH_TYPE } from '../uapi/pkt_cls.js';
import { RTM_DELCHAIN, RTM_GETCHAIN, RTM_NEWCHAIN } from '../uapi/rtnetlink.js';
import { attributes } from '../wire/attributes.js';
import { be16 } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import { type FlowerFilter, flower } from './filter/flower.js';
import type { FlowerKeys } from './filter/flower_keys.js';
import { etherType, type FilterProtocol, protocol, protocolName } from './filter/protocol.js';
import { chainNumber, filterPlace, placeOf, readPlace, subjectOf } from './filter_place.js';
import type { FilterParent } from './handle.js';
import { present } from './kind.js';
import { filterBody, filterBodyOf } from './message.js';
import { readOptions } from './reading.js';

/**
 * What the filters of a chain match, all of them flower: which keys, and which bits of each. Of the values, only the mask
 * counts: `{ protocol: 'ip', destination: '0.0.0.0/24' }`.
 */
export interface ChainTemplate extends FlowerKeys {
  /** EtherType of the packets. Default `all`. */
  readonly protocol?: FilterProtocol;
}

/** Which chain {@link Chains.get} and {@link Chains.delete} are about. */
export interface ChainId {
  /** Either this, or {@link block}. */
  readonly link?: LinkRef;
  /** Default: the root qdisc. */
  readonly parent?: FilterParent;
  /** A block that several qdiscs share. */
  readonly block?: number;
  readonly chain: number;
}

/** What {@link Chains.add} takes. */
export interface ChainOptions extends ChainId {
  /** Default: filters of any kind, whatever they match. */
  readonly template?: ChainTemplate;
}

/** Which chains {@link Chains.list} gives; the kernel filters. */
export interface ChainFilter extends Omit<ChainId, 'chain'> {
  readonly chain?: number;
}

/** A chain as the kernel reports it: what `tc chain show` prints. */
export interface TcChain {
  /** Where it hangs, by the handle of the qdisc; or in a block, which has neither link nor parent. */
  readonly link?: Ifindex;
  readonly parent?: FilterParent;
  readonly block?: number;
  readonly chain: number;
  readonly template?: ChainTemplate;
}

const idChecks = { ...filterPlace, chain: chainNumber };

const template: Check = (field, value) => {
  const { inputDevice: _, skipHardware: _hardware, skipSoftware: _software, ...keys } = flower.checks;
  checkOptions(field, value as object, { protocol, ...keys } as never, [], `${field}.`);
};

const templateBody = filterBodyOf(flower.options);
/** What a message about a filter has in its header instead. */
const packets = attributes({ etherType: [TCA_FLOWER_KEY_ETH_TYPE, be16] });

/** Chains of filters: `tc chain`. One is there while it has filters, or was made here. Changes need CAP_NET_ADMIN; tc(8). */
export class Chains {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a chain that stays without filters: `tc chain add`.
   *
   * @throws NetlinkError EEXIST if there is one; EINVAL if the parent is not there.
   */
  async add(options: ChainOptions): Promise<void> {
    checkOptions('filters.chains.add', options, { ...idChecks, template }, ['chain']);
    const { chain, template: keys } = options;
    const place = placeOf('filters.chains.add', options);
    const { protocol = 'all' } = keys ?? {};
    const done = this.#handle.route.request({
      type: RTM_NEWCHAIN,
      subject: subjectOf(options),
      flags: NLM_F_CREATE | NLM_F_EXCL,
      body: templateBody,
      header: { ...place, info: { priority: 0, protocol: keys ? etherType(protocol) : 0 } },
      attributes: {
        chain,
        ...(keys ? { kind: 'flower', options: { ...keys } as FlowerFilter as never } : {}),
      },
    });
    await explained(done, keys ? [flower.needs] : []);
  }

  /** Takes a chain away, and its filters: `tc chain delete`. @throws NetlinkError EINVAL or ENOENT if there is none. */
  async delete(id: ChainId): Promise<void> {
    checkOptions('filters.chains.delete', id, idChecks, ['chain']);
    await this.#handle.route.request({
      type: RTM_DELCHAIN,
      subject: subjectOf(id),
      body: filterBody,
      header: placeOf('filters.chains.delete', id),
      attributes: { chain: id.chain },
    });
  }

  /** One chain: `tc chain get`. @throws NetlinkError EINVAL or ENOENT if there is none. */
  async get(id: ChainId): Promise<TcChain> {
    checkOptions('filters.chains.get', id, idChecks, ['chain']);
    const [found] = await this.#handle.route.request({
      type: RTM_GETCHAIN,
      subject: subjectOf(id),
      body: filterBody,
      header: placeOf('filters.chains.get', id),
      attributes: { chain: id.chain },
    });
    if (!found) throw new TypeError('the kernel answered a request for a chain with nothing');
    return toChain(found);
  }

  /** The chains of a parent: `tc chain show dev LINK`. */
  async list(filter: ChainFilter): Promise<TcChain[]> {
    checkOptions('filters.chains.list', filter, idChecks);
    const found = await this.#handle.route.request({
      type: RTM_GETCHAIN,
      subject: subjectOf(filter),
      flags: NLM_F_DUMP,
      body: filterBody,
      header: placeOf('filters.chains.list', filter),
      attributes: { chain: filter.chain },
    });
    return found.map(toChain);
  }
}

function toChain(message: Decoded<typeof filterBody>): TcChain {
  const { index, parent, chain = 0, kind, options } = message;
  return {
    ...readPlace(index, parent),
    chain,
    ...present({ template: kind === undefined ? undefined : toTemplate(kind, options) }),
  } as TcChain;
}

function toTemplate(kind: string, options: Uint8Array = new Uint8Array()): object {
  const view = new DataView(options.buffer, options.byteOffset, options.byteLength);
  const { etherType: number } = packets.read(view, 0, options.length);
  return {
    ...present({ protocol: number === undefined ? undefined : protocolName(number) }),
    ...readOptions({ flower }, kind, options),
  };
}
