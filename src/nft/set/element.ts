import type { ElementExpression, ElementStatementKey, Statement } from '../ast.js';

type Element = ElementExpression['elem'];

/** What an element can have of its own. */
export const ELEMENT_STATEMENTS: readonly ElementStatementKey[] = [
  'counter',
  'limit',
  'quota',
  'ct count',
  'last',
  'opaque',
];

/** Whether elements can have such a statement. */
export function isElementStatement(statement: Statement): boolean {
  return ELEMENT_STATEMENTS.some((key) => key in statement);
}

/** The statements of an element, in their order. */
export function statementsOf({ stmt = [], ...elem }: Element): Statement[] {
  const own = Object.entries(elem).filter(([key]) => (ELEMENT_STATEMENTS as readonly string[]).includes(key));
  // Each is a statement by the key that it stands under.
  return [...own.map(([key, value]) => ({ [key]: value }) as unknown as Statement), ...stmt];
}

/** The element with statements: the first as nft's JSON has it, others in a list. */
export function withStatements(elem: Element, statements: readonly Statement[]): Element {
  const [first, ...others] = statements;
  const plain = Object.entries(elem).filter(
    ([key]) => key !== 'stmt' && !ELEMENT_STATEMENTS.includes(key as ElementStatementKey),
  );
  const { val, ...details } = Object.fromEntries(plain) as unknown as Element;
  return { val, ...details, ...first, ...(others.length === 0 ? {} : { stmt: others }) };
}
