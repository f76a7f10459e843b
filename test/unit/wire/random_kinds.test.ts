/** Whatever the kernel says of a kind's own options, nothing throws, hangs or reads past the end. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINK_KINDS } from '../../../src/link/kinds/index.js';
import { toLink } from '../../../src/link/link.js';
import { linkBody } from '../../../src/link/message.js';
import { PORT_KINDS } from '../../../src/link/ports/index.js';
import { ACTION_KINDS } from '../../../src/tc/action/index.js';
import { CLASS_KINDS } from '../../../src/tc/class/index.js';
import { toClass } from '../../../src/tc/class.js';
import { FILTER_KINDS } from '../../../src/tc/filter/index.js';
import { toFilter } from '../../../src/tc/filter.js';
import type { TcKind } from '../../../src/tc/kind.js';
import { filterBody, qdiscBody } from '../../../src/tc/message.js';
import { QDISC_KINDS } from '../../../src/tc/qdisc/index.js';
import { toQdisc } from '../../../src/tc/qdisc.js';
import {
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINKINFO,
} from '../../../src/uapi/if_link.js';
import { TCA_KIND, TCA_OPTIONS } from '../../../src/uapi/rtnetlink.js';
import type { Codec } from '../../../src/wire/codec.js';
import { type Body, messagesIn, readBody } from '../../../src/wire/message.js';
import { anyBytes, plausible } from '../../support/arbitrary.js';
import { attribute, chars, message, view } from '../../support/layout.js';

const TC_BODIES = {
  qdisc: { body: qdiscBody, convert: toQdisc, kinds: QDISC_KINDS },
  class: { body: qdiscBody, convert: toClass, kinds: CLASS_KINDS },
  filter: { body: filterBody, convert: toFilter, kinds: FILTER_KINDS },
} as unknown as Readonly<
  Record<
    string,
    { body: Body; convert: (message: unknown) => object; kinds: Readonly<Record<string, unknown>> }
  >
>;

/** What depends on the kind of an object, by kind. */
const kinds: readonly (readonly [string, Codec<unknown, never> | undefined])[] = [
  ...Object.entries(LINK_KINDS).map(([kind, { table }]) => [`link ${kind}`, table.attributes] as const),
  ...Object.entries(PORT_KINDS).map(([kind, { attributes }]) => [`port ${kind}`, attributes] as const),
  ...Object.entries(QDISC_KINDS).map(
    ([kind, { options }]: [string, Pick<TcKind<never>, 'options'>]) => [`qdisc ${kind}`, options] as const,
  ),
  ...Object.entries(QDISC_KINDS).map(
    ([kind, { xstats }]: [string, TcKind<never>]) => [`xstats ${kind}`, xstats] as const,
  ),
  ...Object.entries(CLASS_KINDS).map(
    ([kind, { options }]: [string, Pick<TcKind<never>, 'options'>]) => [`class ${kind}`, options] as const,
  ),
  ...Object.entries(FILTER_KINDS).map(
    ([kind, { options }]: [string, Pick<TcKind<never>, 'options'>]) => [`filter ${kind}`, options] as const,
  ),
  ...Object.entries(ACTION_KINDS).map(
    ([kind, { options }]: [string, Pick<TcKind<never>, 'options'>]) => [`action ${kind}`, options] as const,
  ),
];

describe.each(kinds.filter(([, codec]) => codec !== undefined))('the options of %s', (_kind, codec) => {
  const { size = 0, read } = codec as Codec<unknown, never>;

  test.each(Object.entries(anyBytes))('may be anything: %s', (_what, input) => {
    fc.assert(
      fc.property(input, (bytes) => {
        // Whoever reads has seen to it that there is as much as there is at least.
        if (bytes.length >= size) read(view(bytes), 0, bytes.length);
      }),
    );
  });
});

test.each(Object.entries(TC_BODIES))(
  'a %s of any kind may have any options',
  (_what, { body, convert, kinds }) => {
    const kind = fc.constantFrom(...Object.keys(kinds), 'unheard-of');
    fc.assert(
      fc.property(kind, plausible, plausible, (name, options, rest) => {
        const named = attribute(TCA_KIND, chars(name), 0);
        const data = view(
          message(0, 0, 0, new Uint8Array(body.header.size), named, attribute(TCA_OPTIONS, options), rest),
        );
        for (const span of messagesIn(data)) convert(readBody(body, data, span));
      }),
    );
  },
);

test('a link of any kind may have any options', () => {
  const kind = fc.constantFrom(...Object.keys(LINK_KINDS), 'unheard-of');
  const port = fc.constantFrom(...Object.keys(PORT_KINDS), 'unheard-of');
  fc.assert(
    fc.property(kind, port, plausible, plausible, (name, master, options, settings) => {
      const info = [
        attribute(IFLA_INFO_KIND, chars(name), 0),
        attribute(IFLA_INFO_DATA, options),
        attribute(IFLA_INFO_SLAVE_KIND, chars(master), 0),
        attribute(IFLA_INFO_SLAVE_DATA, settings),
      ];
      const data = view(message(0, 0, 0, new Uint8Array(16), attribute(IFLA_LINKINFO, ...info)));
      for (const span of messagesIn(data)) {
        const { data: own, port: of } = toLink(readBody(linkBody, data, span));
        expect([own?.kind, of?.kind]).toEqual(
          [name, master].map((each) => (each === 'unheard-of' ? undefined : each)),
        );
      }
    }),
  );
});
