/** A fact of a resource is declared in its table of terms alone: whatever the faces say beside it has drifted. */
import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { h, type VNode } from 'preact';
import type { Connect } from '../../../gateway/cli/client/connect.ts';
import { shownEndpoint } from '../../../gateway/hot-lists/delivery/delivery.schema.ts';
import { ENDPOINT_TERMS } from '../../../gateway/hot-lists/delivery/endpoint.terms.ts';
import { endpointCommand } from '../../../gateway/hot-lists/delivery/endpoint-command.ts';
import { shownSources } from '../../../gateway/hot-lists/sources/source.schema.ts';
import { SOURCE_TERMS } from '../../../gateway/hot-lists/sources/source.terms.ts';
import { sourceCommand } from '../../../gateway/hot-lists/sources/source-command.ts';
import type { Schema } from '../../../gateway/http/schemas/shapes.ts';
import { factsOf, placed, type Terms } from '../../../gateway/http/schemas/terms.ts';
import { shownPreservation } from '../../../gateway/oversight/preservation/preservation.schema.ts';
import { PRESERVATION_TERMS } from '../../../gateway/oversight/preservation/preservation.terms.ts';
import { preservationCommand } from '../../../gateway/oversight/preservation/preservation-command.ts';
import { shownProcess } from '../../../gateway/oversight/processes/process.schema.ts';
import { PROCESS_TERMS } from '../../../gateway/oversight/processes/process.terms.ts';
import { processCommand } from '../../../gateway/oversight/processes/process-command.ts';
import { renderPage } from '../../../gateway/pages/layout/send-page.ts';
import { fieldsOf, TermFields, typedBody } from '../../../gateway/pages/serve/term-fields.tsx';
import { withPurposeOptions } from '../../../gateway/query/command/purpose-options.ts';
import { agenciesCommand } from '../../../gateway/registry/agencies/agencies-command.ts';
import { shownAgency } from '../../../gateway/registry/agencies/agency.schema.ts';
import { FACT_TERMS } from '../../../gateway/registry/agencies/agency.terms.ts';
import { shownGrant } from '../../../gateway/registry/grants/grant.schema.ts';
import { GRANT_TERMS } from '../../../gateway/registry/grants/grant.terms.ts';
import { grantCommand } from '../../../gateway/registry/grants/grant-command.ts';
import {
  clientCommand,
  issuerCommand,
  personCommand,
} from '../../../gateway/registry/identities/identity-command.ts';
import { shownProposal } from '../../../gateway/registry/identities/proposal.schema.ts';
import {
  CLIENT_TERMS,
  ISSUER_TERMS,
  PERSON_TERMS,
} from '../../../gateway/registry/identities/proposal.terms.ts';
import { shownOfficer } from '../../../gateway/registry/officers/officer.schema.ts';
import { ATTESTATION_TERMS } from '../../../gateway/registry/officers/officer.terms.ts';
import { officerCommand } from '../../../gateway/registry/officers/officer-command.ts';
import { ROSTER_TERMS } from '../../../gateway/registry/officers/roster.terms.ts';
import { shownReadsSource } from '../../../gateway/registry/sources/source.schema.ts';
import { READS_SOURCE_TERMS } from '../../../gateway/registry/sources/source.terms.ts';
import { sourcesCommand } from '../../../gateway/registry/sources/sources-command.ts';

interface Declared {
  readonly terms: Terms;
  readonly command: (connect: Connect) => Command;
  /** Part of the command that takes the terms, and its options that are no terms. */
  readonly part: string;
  readonly apart?: readonly string[];
  readonly shown: Schema;
}

/** The schema of one thing of a list. */
function itemOf({ properties }: Schema, member: string): Schema {
  return (properties as Record<string, { readonly items: Schema }>)[member]?.items ?? {};
}

const TABLES: Readonly<Record<string, Declared>> = {
  agencies: {
    ...{ terms: FACT_TERMS, command: agenciesCommand, part: 'add', shown: shownAgency },
  },
  grants: {
    ...{ terms: GRANT_TERMS, command: grantCommand, part: 'propose', shown: shownGrant },
    // The agreement with another gateway that takes the place of all that is said of one.
    apart: ['--under <agreement>'],
  },
  endpoints: { terms: ENDPOINT_TERMS, command: endpointCommand, part: 'set', shown: shownEndpoint },
  attestations: {
    ...{ terms: ATTESTATION_TERMS, command: officerCommand, part: 'attest', apart: ['--agency <agency>'] },
    shown: ((shownOfficer as Schema).properties as Record<string, Schema>).attestation as Schema,
  },
  'a roster': {
    ...{ terms: ROSTER_TERMS, command: officerCommand, part: 'add', apart: ['--agency <agency>'] },
    shown: shownOfficer,
  },
  clients: {
    ...{ terms: CLIENT_TERMS, command: clientCommand, part: 'propose', apart: ['--agency <agency>'] },
    shown: shownProposal,
  },
  persons: {
    ...{ terms: PERSON_TERMS, command: personCommand, part: 'propose', apart: ['--agency <agency>'] },
    shown: shownProposal,
  },
  issuers: { terms: ISSUER_TERMS, command: issuerCommand, part: 'propose', shown: shownProposal },
  'sources of hot lists': {
    ...{ terms: SOURCE_TERMS, command: sourceCommand, part: 'set', shown: itemOf(shownSources, 'sources') },
  },
  preservations: {
    ...{ terms: PRESERVATION_TERMS, command: preservationCommand, part: 'propose', shown: shownPreservation },
    apart: withPurposeOptions(new Command()).options.map(({ flags }) => flags),
  },
  'sources of reads': {
    ...{ terms: READS_SOURCE_TERMS, command: sourcesCommand, part: 'propose', shown: shownReadsSource },
  },
  // Its duties are a list, which forms and commands ask for one by one.
  'a served process': {
    ...{ terms: PROCESS_TERMS, command: processCommand, part: 'register', shown: shownProcess },
    apart: ['--answer-by <time>', '--copy-by <time>', '--notify-by <time>', '--document <file>'],
  },
};

const nobody: Connect = () => Promise.reject(new Error('nobody is asked'));

/** The schema of a member, however deep it stands; of what may be null, the schema of what is not. */
function schemaAt(schema: Schema, path: readonly string[]): Schema | undefined {
  const [own = schema] = ((schema.anyOf as Schema[]) ?? [schema]).filter(({ type }) => type !== 'null');
  const [member, ...below] = path;
  if (member === undefined) return own;
  const inner = (own.properties as Record<string, Schema> | undefined)?.[member];
  return inner && schemaAt(inner, below);
}

describe.each(Object.entries(TABLES))('the terms of %s', (_, { apart = [], command, part, shown, terms }) => {
  const all = placed(terms);
  const labelled = all.filter(({ term }) => term.label !== undefined);

  test('are the options of the command, and it has no others', () => {
    const found = command(nobody).commands.find((one) => one.name() === part);
    const flags = found?.options.map((option) => option.flags) ?? [];
    const declared = all.flatMap(({ term }) => term.flag ?? []);
    expect(flags.filter((flag) => !['--as <client>', '--json', ...apart].includes(flag))).toEqual(declared);
  });

  test('are the fields of the form, each with its label', () => {
    const thing = Object.fromEntries(all.map(({ path }) => [path[0], undefined]));
    const fields = fieldsOf(terms, thing);
    const html = renderPage(h(TermFields, { terms, fields, problem: null }) as VNode);
    for (const { name, term } of labelled) {
      expect([name, html.includes(`name="${name}"`)]).toEqual([name, true]);
      expect(html).toContain(term.label?.replaceAll('&', '&amp;'));
    }
  });

  test('stand in the answer where they are shown', () => {
    const missing = labelled.filter(({ path }) => schemaAt(shown, path) === undefined);
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(factsOf(terms, {}).map(([label]) => label)).toEqual(labelled.map(({ term }) => term.label));
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
