import { type Names, NO_NAMES, type SymbolFile } from '../../src/nft/names/names.js';

type Table = Readonly<Record<string, number>>;

const PROTOCOLS: Table = { icmp: 1, tcp: 6, udp: 17, 'ipv6-icmp': 58 };
const SERVICES: Table = { ssh: 22, domain: 53, http: 80 };
const INTERFACES: Table = { lo: 1 };
const SYMBOLS: Readonly<Record<SymbolFile, Table>> = {
  rt_marks: {},
  rt_realms: { cosmos: 0 },
  devgroup: { default: 0 },
  connlabel: {},
  user: { root: 0 },
  group: { root: 0 },
};

function nameIn(table: Table, number: number): string | undefined {
  return Object.keys(table).find((name) => table[name] === number);
}

/** The same on every machine, whatever its /etc says. */
export const TEST_NAMES: Names = {
  ...NO_NAMES,
  protocol: (name) => PROTOCOLS[name],
  protocolName: (number) => nameIn(PROTOCOLS, number),
  service: (name) => SERVICES[name],
  serviceName: (number) => nameIn(SERVICES, number),
  interfaceIndex: (name) => INTERFACES[name],
  interfaceName: (number) => nameIn(INTERFACES, number),
  symbol: (table, name) => SYMBOLS[table][name],
  symbolName: (table, number) => nameIn(SYMBOLS[table], number),
  controlGroup: (path) => (path === 'user.slice' ? 66n : undefined),
  controlGroupPath: (id) => (id === 66n ? 'user.slice' : undefined),
  utcOffset: () => 7200,
};
