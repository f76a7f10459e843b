import { show } from '../check/options.js';
import { readNameFiles } from './files.js';

/** A name that stands for nothing here: perhaps because the files of names have not been read yet. */
export class UnknownName extends TypeError {
  readonly #table: NameTable;

  constructor(table: NameTable, field: string, name: string) {
    const known = table.names.map(show).join(', ');
    super(`${field} must be a number, one of ${known}, or a name from ${table.where}, not ${show(name)}`);
    this.#table = table;
  }

  /** Where it was sought. */
  get table(): NameTable {
    return this.#table;
  }
}

/**
 * Names of numbers: those of the kernel's headers, and those that iproute2's files on this machine add. The files are
 * read when a name is asked for that is not known, and again when there is another such.
 */
export class NameTable {
  readonly #built: Readonly<Record<string, number>>;
  readonly #file: string;
  #read: ReadonlyMap<string, number> = new Map();
  #reading: Promise<void> | undefined;

  constructor(built: Readonly<Record<string, number>>, file: string) {
    this.#built = built;
    this.#file = file;
  }

  get names(): readonly string[] {
    return Object.keys(this.#built);
  }

  get where(): string {
    return `/etc/iproute2/${this.#file}`;
  }

  /** The number that a name stands for; a number stands for itself. @throws UnknownName */
  number(field: string, name: string | number): number {
    if (typeof name === 'number') return name;
    const number = Object.hasOwn(this.#built, name) ? this.#built[name] : this.#read.get(name);
    if (number === undefined) throw new UnknownName(this, field, name);
    return number;
  }

  /** Reads the files. */
  read(): Promise<void> {
    this.#reading ??= readNameFiles(this.#file).then((names) => {
      this.#read = names;
      this.#reading = undefined;
    });
    return this.#reading;
  }
}
