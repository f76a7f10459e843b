/** A rule of the corpus and what nft does with it; the corpus's README says more about each field. */
export interface RuleRecord {
  readonly id: string;
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly chainType: string;
  readonly hook: string;
  readonly priority: string | number;
  readonly device?: string;
  /** Commands that must come first. */
  readonly sets: readonly string[];
  readonly rule: string;
  readonly ok: boolean;
  /** The rule as an `expr` array of JSON. */
  readonly json?: readonly unknown[];
  readonly acceptedHere: boolean;
  readonly unsupportedHere?: string;
  readonly error?: string;
  readonly errorStage?: 'parse' | 'evaluate' | 'kernel';
  readonly bytecode?: readonly string[];
  readonly anonSets?: readonly string[];
  readonly listedText?: string;
  readonly listedJson?: readonly unknown[];
  readonly checks?: Readonly<Partial<Record<Check, boolean>>>;
}

export type Check = 'payload' | 'text' | 'textExact' | 'json' | 'jsonOutput' | 'replayText' | 'replayJson';

/** A whole ruleset: text that nft prints back byte for byte, and its JSON. */
export interface RulesetRecord {
  readonly name: string;
  readonly text: string;
  readonly json: string;
  readonly jsonReloads: boolean;
}
