import { constants } from 'node:os';
import { NetlinkError } from '../../error/netlink_error.js';
import { SystemError } from '../../error/system_error.js';
import type { Handle } from '../../handle/handle.js';
import { Channel } from '../../netlink/channel.js';
import { NFPROTO_NETDEV } from '../../uapi/netfilter.js';
import { NLM_F_DUMP } from '../../uapi/netlink.js';
import { NFNL_SUBSYS_HOOK } from '../../uapi/nfnetlink.js';
import {
  NFNL_HOOK_TYPE_BPF,
  NFNL_HOOK_TYPE_NFT_FLOWTABLE,
  NFNL_HOOK_TYPE_NFTABLES,
  NFNL_MSG_HOOK_GET,
  NFNLA_CHAIN_FAMILY,
  NFNLA_CHAIN_NAME,
  NFNLA_CHAIN_TABLE,
  NFNLA_HOOK_BPF_ID,
  NFNLA_HOOK_CHAIN_INFO,
  NFNLA_HOOK_DEV,
  NFNLA_HOOK_FUNCTION_NAME,
  NFNLA_HOOK_HOOKNUM,
  NFNLA_HOOK_INFO_DESC,
  NFNLA_HOOK_INFO_TYPE,
  NFNLA_HOOK_MODULE_NAME,
  NFNLA_HOOK_PRIORITY,
} from '../../uapi/nfnetlink_hook.js';
import { attributes } from '../../wire/attributes.js';
import { be16, be32, bytes, string, u8 } from '../../wire/codec.js';
import { type Decoded, message } from '../../wire/index.js';
import type { Family, Hook, HookEntry, HookOwner, HooksReference } from '../ast.js';
import { FAMILY_NUMBERS, familyNumbered } from '../family.js';
import { hookNumber, hooksOf } from '../hook.js';
import { printHooks } from '../print/hooks.js';
import { type JsonRuleset, METAINFO } from '../print/json.js';
import { Listing } from './listing.js';

/** What `list hooks` gives: no objects of nftables, but what runs beside them, too. */
export class HookListing extends Listing {
  readonly #hooks: readonly HookEntry[];

  /** @internal */
  constructor(hooks: readonly HookEntry[]) {
    super([], {});
    this.#hooks = hooks;
  }

  override get hooks(): readonly HookEntry[] {
    return this.#hooks;
  }

  override toString(): string {
    return printHooks(this.hooks);
  }

  override async toText(): Promise<string> {
    return this.toString();
  }

  override toJSON(): JsonRuleset {
    return { nftables: [{ metainfo: METAINFO }, ...this.hooks.map((hook) => ({ hook }))] };
  }
}

const owner = attributes({
  table: [NFNLA_CHAIN_TABLE, string],
  family: [NFNLA_CHAIN_FAMILY, u8],
  name: [NFNLA_CHAIN_NAME, string],
});
const program = attributes({ id: [NFNLA_HOOK_BPF_ID, be32] });

const hookMessage = message({
  header: { family: u8, version: u8, resource: be16 },
  attributes: {
    device: [NFNLA_HOOK_DEV, string],
    number: [NFNLA_HOOK_HOOKNUM, be32],
    priority: [NFNLA_HOOK_PRIORITY, be32],
    function: [NFNLA_HOOK_FUNCTION_NAME, string],
    module: [NFNLA_HOOK_MODULE_NAME, string],
    info: [
      NFNLA_HOOK_CHAIN_INFO,
      attributes({ type: [NFNLA_HOOK_INFO_TYPE, be32], description: [NFNLA_HOOK_INFO_DESC, bytes] }),
    ],
  },
});

type HookMessage = Decoded<typeof hookMessage>;

/** What the kernel says where a family has no such hook, or is not there at all. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(['EOPNOTSUPP', 'EPROTONOSUPPORT']);

/**
 * What the kernel runs at its hooks, in the order in which it does.
 *
 * @throws SystemError EOPNOTSUPP where the kernel does not tell, ENODEV where there is no such device
 */
export async function hooksIn(handle: Handle, { family, device }: HooksReference): Promise<HookEntry[]> {
  return handle.netfilter(async (socket) => {
    const channel = new Channel(socket);
    const entries: HookEntry[] = [];
    for (const each of familiesOf(family)) {
      for (const [of, hook] of hooksFor(each, device)) {
        const messages = await ask(channel, of, hook, device);
        for (const found of messages) insert(entries, entryOf(found, each, hook, device));
      }
    }
    return entries;
  });
}

function familiesOf(family: Family | undefined): readonly Family[] {
  if (family === undefined) return ['ip', 'ip6', 'bridge'];
  return family === 'inet' ? ['ip', 'ip6'] : [family];
}

/** What a device's packets meet first is shown with each family that they may be of. */
function* hooksFor(family: Family, device: string | undefined): Generator<readonly [of: Family, hook: Hook]> {
  if (device !== undefined) yield ['netdev', 'ingress'];
  if (family === 'netdev') return;
  for (const hook of hooksOf(family)) if (family !== 'arp' || hook !== 'forward') yield [family, hook];
}

async function ask(
  channel: Channel,
  family: Family,
  hook: Hook,
  device: string | undefined,
): Promise<HookMessage[]> {
  try {
    return await channel.request({
      type: (NFNL_SUBSYS_HOOK << 8) | NFNL_MSG_HOOK_GET,
      flags: NLM_F_DUMP,
      operation: 'NFNL_MSG_HOOK_GET',
      subject: device ?? `${family} ${hook}`,
      body: hookMessage,
      header: { family: FAMILY_NUMBERS[family] },
      attributes: { device: family === 'netdev' ? device : undefined, number: hookNumber(family, hook) ?? 0 },
    });
  } catch (error) {
    if (!(error instanceof NetlinkError)) throw error;
    if (NOT_THERE.has(error.code)) return [];
    if (error.code !== 'EINVAL') throw error;
    const reason =
      'this kernel does not list its hooks (CONFIG_NETFILTER_NETLINK_HOOK, module nfnetlink_hook)';
    throw new SystemError(constants.errno.EOPNOTSUPP, 'NFNL_MSG_HOOK_GET', '', reason);
  }
}

function entryOf(found: HookMessage, family: Family, hook: Hook, device: string | undefined): HookEntry {
  const { priority = 0, function: name, module, info } = found;
  return {
    family,
    hook,
    ...(found.family === NFPROTO_NETDEV && { device }),
    prio: priority | 0,
    ...(name !== undefined && { function: name }),
    ...(module !== undefined && { module }),
    ...ownerOf(info),
  };
}

function ownerOf(info: HookMessage['info']): Pick<HookEntry, 'chain' | 'flowtable' | 'bpf'> {
  if (info?.description === undefined) return {};
  const { buffer, byteOffset, byteLength } = info.description;
  const view = new DataView(buffer, byteOffset, byteLength);
  switch (info.type) {
    case NFNL_HOOK_TYPE_NFTABLES:
      return { chain: toOwner(owner.read(view, 0, byteLength)) };
    case NFNL_HOOK_TYPE_NFT_FLOWTABLE:
      return { flowtable: toOwner(owner.read(view, 0, byteLength)) };
    case NFNL_HOOK_TYPE_BPF:
      return { bpf: program.read(view, 0, byteLength).id };
    default:
      return {};
  }
}

function toOwner({ family = 0, table = '', name = '' }: ReturnType<typeof owner.read>): HookOwner {
  return { family: familyNumbered(family) ?? 'inet', table, name };
}

/** Where nft puts it: of equal priority, behind the first. */
function insert(entries: HookEntry[], entry: HookEntry): void {
  const at = entries.findIndex(
    ({ family, hook, prio }) => family === entry.family && hook === entry.hook && prio >= entry.prio,
  );
  if (at < 0) entries.push(entry);
  else entries.splice(at + 1, 0, entry);
}
