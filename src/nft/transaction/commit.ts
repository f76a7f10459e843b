import { constants } from 'node:os';
import { NetlinkError } from '../../error/netlink_error.js';
import type { SystemError } from '../../error/system_error.js';
import type { Handle } from '../../handle/handle.js';
import type { NativeNetlinkSocket, NativeNftTransaction } from '../../native/addon.js';
import { statementOf } from '../blame.js';
import {
  type CompileInput,
  type CompileOptions,
  compile,
  compileStepwise,
  type Includes,
  type Plan,
  RulePatterns,
} from '../compile.js';
import type { NftError } from '../error.js';
import type { Operation, QueryOperation } from '../operation.js';
import { isJson } from '../parse/json.js';
import { resolveIndexes } from '../position.js';
import { renamesByName, resolveRenames } from '../renaming.js';
import { dump, WITHOUT_NF_TABLES } from './dump.js';
import { type Failure, instructionIn, missingIn, readFailures, toNftError, toQueryError } from './failure.js';
import { hintAbout } from './hint.js';
import { readIncludes } from './include.js';
import { withInterfaces } from './interfaces.js';
import { withSets } from './sets.js';
import { type Upload, upload } from './upload.js';

/** ERESTART, of `<linux/errno.h>`: the ruleset has changed between two looks of the kernel at it. */
const ERESTART = 85;

const ATTEMPTS = 8;

/** Programs add rules one by one that are much alike. */
const patterns = new RulePatterns();

export interface CommitOptions {
  /** Only find out whether the kernel would take it. */
  readonly check: boolean;
  /** Whether the kernel is to say what it has made. */
  readonly echo: boolean;
  /** Where to look for the files that text includes; false: they are not to be included. */
  readonly includePath: readonly string[] | false;
}

/** What is left to be done after the changes. */
export interface Committed {
  /** With `echo`: what the kernel has made. */
  readonly answer: ArrayBuffer;
  readonly queries: readonly QueryOperation[];
  /** What went wrong with one of them, with its place in the input. */
  explain(operation: QueryOperation, error: SystemError): Promise<NftError>;
}

/**
 * Compiles commands and applies their changes, all or none; with `check` the kernel says whether it would. Gives what they ask for.
 *
 * @throws NftError with code ERR_NFT_SYNTAX or ERR_NFT_SEMANTIC before anything is sent, ERR_NFT_KERNEL if the kernel
 *   refuses, its cause being the kernel's NetlinkError.
 */
export async function commit(
  handle: Handle,
  socket: NativeNetlinkSocket,
  input: CompileInput,
  { check, echo, includePath }: CommitOptions,
): Promise<Committed> {
  /** Whether the kernel has to be asked for what it goes by: handles in place of indexes and of names. */
  let unresolved = false;
  const includes = includePath === false ? undefined : await includesOf(input, includePath);
  const compiled = await withSets(socket, (known) =>
    withInterfaces(handle, (names) =>
      upload(
        socket,
        (add) =>
          compileStepwise(
            input,
            (operation) => {
              unresolved ||= isIndexed(operation) || renamesByName(operation);
              add(operation);
            },
            { names, ...known, patterns, includes },
          ),
        echo,
      ),
    ),
  );
  const again = <T>(work: (options: CompileOptions) => T) =>
    withSets(socket, (known) =>
      withInterfaces(handle, async (names) => work({ names, ...known, includes, packs: true })),
    );
  const planAgain = () => again((options) => compile(input, options));
  /** What was sent is not kept: after an error the plan is compiled once more, to find its operation. */
  const explainFailure = async (plan: Plan, failure: Failure): Promise<NftError> => {
    const operation = operationIn(plan, failure);
    const missing = missingIn(operation, failure);
    const instruction = instructionIn(operation, failure);
    const hint = missing === undefined ? '' : await hintAbout(socket, plan, operation, missing, instruction);
    const statement =
      instruction === undefined
        ? undefined
        : await again((options) => statementOf(input, operation.command, instruction, options));
    return toNftError(plan, operation, failure, { hint, statement });
  };
  const sendResolved = async () => {
    compiled.transaction.close();
    const plan = await planAgain();
    const operations = await resolved(socket, plan);
    const placed = await upload(socket, (add) => each(operations, add), echo);
    return send(placed, check, (failure) => explainFailure(plan, failure));
  };
  const answer = unresolved
    ? await sendResolved()
    : await send(compiled, check, async (failure) => explainFailure(await planAgain(), failure));
  return {
    answer,
    queries: compiled.queries,
    explain: async (operation, error) => toQueryError(await planAgain(), operation, error),
  };
}

async function includesOf(input: CompileInput, path: readonly string[]): Promise<Includes | undefined> {
  const source = typeof input === 'string' ? { text: input } : 'text' in input ? input : undefined;
  return source === undefined || isJson(source) ? undefined : readIncludes(source, path);
}

function* each(operations: readonly Operation[], add: (operation: Operation) => void): Generator<void, void> {
  for (const operation of operations) {
    add(operation);
    yield;
  }
}

/** Sends everything; gives what the kernel says to it but errors, which are thrown. */
async function send(
  { transaction, rest, length }: Upload,
  check: boolean,
  explain: (failure: Failure) => NftError | Promise<NftError>,
): Promise<ArrayBuffer> {
  try {
    if (length === 0) return new ArrayBuffer(0);
    const answer = await attempt(transaction, rest, check);
    const failures = readFailures(answer);
    const [first] = failures;
    if (first === undefined) return answer;
    // The kernel goes through all messages: the first that it names is the one to look at.
    const blamed = failures.find(({ message }) => message !== undefined);
    if (blamed !== undefined) throw await explain(blamed);
    const absent = first.errno === constants.errno.EOPNOTSUPP;
    const extack = first.extack ?? (absent ? WITHOUT_NF_TABLES : undefined);
    throw new NetlinkError({ errno: first.errno, operation: 'NFNL_MSG_BATCH_BEGIN', extack });
  } finally {
    transaction.close();
  }
}

async function attempt(
  transaction: NativeNftTransaction,
  rest: Uint8Array,
  check: boolean,
): Promise<ArrayBuffer> {
  let answer = await transaction.commit(rest, check);
  for (let attempts = 1; readFailures(answer)[0]?.errno === ERESTART && attempts < ATTEMPTS; attempts++) {
    answer = await transaction.commit(new Uint8Array(), check);
  }
  return answer;
}

function operationIn(plan: Plan, { message }: Failure): Operation {
  const changes = plan.operations.filter(({ op }) => op !== 'list');
  const operation = changes[message ?? -1];
  if (operation === undefined)
    throw new RangeError(`the kernel blames message ${message}, which was not sent`);
  return operation;
}

function isIndexed(operation: Operation): boolean {
  return operation.op === 'newrule' && operation.rule.index !== undefined;
}

/** Rules that are placed by index get the position that the kernel understands, chains that are renamed their handle. */
async function resolved(socket: NativeNetlinkSocket, plan: Plan): Promise<Operation[]> {
  const wanted = [
    ...(plan.operations.some(renamesByName) ? (['chain'] as const) : []),
    ...(plan.operations.some(isIndexed) ? (['rule'] as const) : []),
  ];
  const { rules, chains } = await dump(socket, wanted);
  const placed = resolveIndexes(plan, ({ family, table, chain }) =>
    rules
      .filter((rule) => rule.family === family && rule.table === table && rule.chain === chain)
      .map(({ handle }) => handle),
  );
  return resolveRenames(plan, placed, chains);
}
