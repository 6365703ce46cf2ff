/** A fact of a resource is declared in its table of terms alone: whatever the faces say beside it has drifted. */
import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { h, type VNode } from 'preact';
import { createProgram } from '../../../gateway/commands/create-program.ts';
import type { Schema } from '../../../gateway/http/schemas/shapes.ts';
import { placed, type Terms } from '../../../gateway/http/schemas/terms.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { consolePages } from '../../../gateway/pages/console/console-pages.ts';
import { renderPage } from '../../../gateway/pages/layout/send-page.ts';
import { fieldsOf, TermFields, typedBody } from '../../../gateway/pages/serve/term-fields.tsx';
import { withPurposeOptions } from '../../../gateway/query/command/purpose-options.ts';
import { FACT_TERMS } from '../../../gateway/registry/agencies/agency.terms.ts';
import { GRANT_TERMS } from '../../../gateway/registry/grants/grant.terms.ts';

/** The options that are no terms: whom it concerns, and what has files or questions of its own. */
const APART = [
  ...['--as <client>', '--json', '--agency <agency>', '--reason <text>', '--document <file>'],
  // The agreement with another gateway that takes the place of all that is said of one.
  '--under <agreement>',
  // The duties of served process are a list, which forms and commands ask for one by one.
  ...['--answer-by <time>', '--copy-by <time>', '--notify-by <time>'],
  ...withPurposeOptions(new Command()).options.map(({ flags }) => flags),
];

/** The duties of served process are shown as a list, and the terms of an agreement as what both sides sign. */
const SHOWN_OTHERWISE = /^(due|terms)[A-Z]/;

const flagsOf = (terms: Terms) => placed(terms).flatMap(({ term }) => term.flag ?? []);

/** The options of every command that has no further parts. */
const optionsOf = ({ commands, options }: Command): readonly (readonly string[])[] =>
  commands.length === 0 ? [options.map(({ flags }) => flags)] : commands.flatMap(optionsOf);
const COMMANDS = optionsOf(await createProgram());

/** The form asks for each fact of an agreement, where the command takes its file. */
const CHANGES_AGENCY = '/console/agencies/:ori/change';

const FORMS = consolePages({ streets: null }).flatMap(({ path, terms }) =>
  terms ? [{ path, terms, flags: flagsOf(path === CHANGES_AGENCY ? FACT_TERMS : terms) }] : [],
);
const TERMS_AND_OTHERS = new Set([...FORMS.flatMap(({ flags }) => flags), ...APART]);

const fewest = <One>(all: readonly One[], countOf: (one: One) => number): One | undefined =>
  all.toSorted((one, other) => countOf(one) - countOf(other))[0];

const membersOf = ({ properties = {} }: Schema) => properties as Readonly<Record<string, Schema>>;

/** Every answer that a resource may be shown in. */
const ANSWERS = OPERATIONS.flatMap(({ answers }) => [answers[200], answers[201]]).flatMap(
  (answer): readonly Schema[] => [answer?.content['application/json'] ?? {}],
);

/** True if the members stand in an answer one below the other, however deep. */
function standsIn(schema: Schema, path: readonly string[]): boolean {
  const [member, ...below] = path;
  if (member === undefined) return true;
  const inner = membersOf(schema)[member];
  if (inner !== undefined && standsIn(inner, below)) return true;
  const others = [...Object.values(membersOf(schema)), ...((schema.anyOf ?? []) as Schema[])];
  return [...others, ...(schema.items ? [schema.items as Schema] : [])].some((one) => standsIn(one, path));
}

describe.each(FORMS)('the terms of the form at $path', ({ flags, terms }) => {
  const labelled = placed(terms).filter(({ term }) => term.label !== undefined);

  test('are the options of a command, which has no others', () => {
    const lacking = (options: readonly string[]) => flags.filter((flag) => !options.includes(flag));
    const beyond = (options: readonly string[]) => options.filter((flag) => !TERMS_AND_OTHERS.has(flag));
    const missing = COMMANDS.map((options) => [...lacking(options), ...beyond(options)]);
    expect(fewest(missing, ({ length }) => length)).toEqual([]);
  });

  test('are its fields, each with its label', () => {
    const thing = Object.fromEntries(Object.keys(terms).map((member) => [member, undefined]));
    const html = renderPage(h(TermFields, { terms, fields: fieldsOf(terms, thing), problem: null }) as VNode);
    for (const { name, term } of labelled) {
      expect([name, html.includes(`name="${name}"`)]).toEqual([name, true]);
      expect(html).toContain(term.label?.replaceAll('&', '&amp;'));
    }
  });

  test('stand together in an answer', () => {
    const shown = labelled.filter(({ name }) => !SHOWN_OTHERWISE.test(name));
    const missing = ANSWERS.map((answer) => shown.filter(({ path }) => !standsIn(answer, path)));
    expect(fewest(missing, ({ length }) => length)?.map(({ name }) => name)).toEqual([]);
  });
});

describe('a form of terms', () => {
  test('names every field that is missing or wrong at once, beside the field', () => {
    const typed = new URLSearchParams({ lookBackDays: '31', dailyRecords: 'many', purposes: 'all' });
    const fault = (() => {
      try {
        return typedBody(GRANT_TERMS, typed, 'nothing was proposed');
      } catch (error) {
        return error as { problem: { detail: string; members: { faults: Map<string, string> } } };
      }
    })() as { problem: { detail: string; members: { faults: Map<string, string> } } };
    expect(fault.problem.detail).toMatch(/^nothing was proposed: \d fields are missing or wrong/);
    expect(fault.problem.members.faults.get('lookBackDays')).toBe(
      'Give a whole number of days, from 1 to 30.',
    );
    expect([...fault.problem.members.faults.keys()]).toEqual(
      expect.arrayContaining(['dataClasses', 'dailyRecords', 'validUntil', 'agreementReference']),
    );
  });

  test('marks the field that the gateway refuses', () => {
    const problem = {
      ...{ status: 422, detail: '`agreement.signedOn` must be a day', reasons: [], members: {} },
    };
    const html = renderPage(
      h(TermFields, { terms: GRANT_TERMS, fields: new URLSearchParams(), problem }) as VNode,
    );
    expect(html).toMatch(/id="field-agreementSignedOn-error"[^>]*>“Agreement signed on” must be a day\./);
  });
});
