import { readFileSync } from 'node:fs';
import { controlGroupId, controlGroupPath } from './cgroup.js';
import type { Names, SymbolFile } from './names.js';

/** A two-way table read from a file the first time that it is asked. */
class FileTable {
  readonly #path: string;
  readonly #read: (line: string) => readonly (readonly [name: string, value: number])[];
  #values: Map<string, number> | undefined;
  #names: Map<number, string> | undefined;

  constructor(path: string, read: (line: string) => readonly (readonly [name: string, value: number])[]) {
    this.#path = path;
    this.#read = read;
  }

  value(name: string): number | undefined {
    this.#load();
    return this.#values?.get(name);
  }

  name(value: number): string | undefined {
    this.#load();
    return this.#names?.get(value);
  }

  #load(): void {
    if (this.#values !== undefined) return;
    this.#values = new Map();
    this.#names = new Map();
    for (const line of readLines(this.#path)) {
      for (const [name, value] of this.#read(line)) {
        // As getservbyname(3) and its kin do: the first entry wins.
        if (!this.#values.has(name)) this.#values.set(name, value);
        if (!this.#names.has(value)) this.#names.set(value, name);
      }
    }
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function words(line: string): string[] {
  return (line.split('#', 1)[0] ?? '').split(/\s+/).filter((word) => word !== '');
}

/** `tcp 6 TCP`: a name, its number, aliases. */
function protocolLine(line: string): (readonly [string, number])[] {
  const [name, number, ...aliases] = words(line);
  if (name === undefined || number === undefined) return [];
  return [name, ...aliases].map((each) => [each, Number(number)] as const);
}

/** `ssh 22/tcp alias`: a name, its port, aliases. */
function serviceLine(line: string): (readonly [string, number])[] {
  const [name, port, ...aliases] = words(line);
  if (name === undefined || port === undefined) return [];
  return [name, ...aliases].map((each) => [each, Number.parseInt(port, 10)] as const);
}

/** `0x10 name` or `16 name`: iproute2's tables. */
function symbolLine(line: string): (readonly [string, number])[] {
  const [value, name] = words(line);
  return value === undefined || name === undefined ? [] : [[name, Number(value)]];
}

/** `root:x:0:...`: /etc/passwd and /etc/group. */
function accountLine(line: string): (readonly [string, number])[] {
  const [name, , id] = line.split(':');
  return name === undefined || id === undefined ? [] : [[name, Number(id)]];
}

const protocols = new FileTable('/etc/protocols', protocolLine);
const services = new FileTable('/etc/services', serviceLine);

const symbols: Readonly<Record<SymbolFile, FileTable>> = {
  rt_marks: new FileTable('/etc/iproute2/rt_marks', symbolLine),
  rt_realms: new FileTable('/etc/iproute2/rt_realms', symbolLine),
  devgroup: new FileTable('/etc/iproute2/group', symbolLine),
  connlabel: new FileTable('/etc/connlabel.conf', symbolLine),
  user: new FileTable('/etc/passwd', accountLine),
  group: new FileTable('/etc/group', accountLine),
};

/**
 * This machine's names, from the files in /etc, read when first needed. It knows no interfaces: those belong to a
 * namespace, so the caller adds them.
 */
export const SYSTEM_NAMES: Names = {
  protocol: (name) => protocols.value(name),
  protocolName: (protocol) => protocols.name(protocol),
  service: (name) => services.value(name),
  serviceName: (port) => services.name(port),
  interfaceIndex: () => undefined,
  interfaceName: () => undefined,
  symbol: (table, name) => symbols[table].value(name),
  symbolName: (table, value) => symbols[table].name(value),
  controlGroup: controlGroupId,
  controlGroupPath,
  utcOffset: (time) => -60 * (time === undefined ? new Date() : new Date(time * 1000)).getTimezoneOffset(),
};
