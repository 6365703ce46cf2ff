/** The form of `/query`: the plate, what the reads are for, what happened, and the window. */
import type { ComponentChildren } from 'preact';
import { incidentRowOf } from '../../../sharing-rules/incident/table.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { PLATE_MATCHES, PROCESS_KINDS } from '../../../sharing-rules/terms/query.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { Checkbox } from '../layout/checkbox.tsx';
import { type FieldOf, Select, TextArea, TextField } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, FormSecrets } from '../serve/page.ts';
import type { ToldReason } from '../serve/problem.ts';
import { firstFault } from './field-faults.ts';
import { IncidentFields } from './incident-fields.tsx';
import { PURPOSE_CHOICES, WhatPurposesNeed } from './purposes.tsx';
import { StatedWordsFields } from './stated-words.tsx';
import type { FieldFaults } from './typed-incident.ts';
import { PAPER } from './typed-query.ts';
import { WindowFields } from './window-fields.tsx';

const MATCHES: Readonly<Record<(typeof PLATE_MATCHES)[number], string>> = {
  exact: 'exactly this one',
  lookalike: 'characters that cameras confuse too, as O and 0',
  partial: 'this part is in it (a reviewer reads the query first)',
};

const WITH_WORDS = PURPOSES.filter(({ code }) => incidentRowOf(code)?.words)
  .map(({ title }) => `“${title}”`)
  .join('; ');

export interface QueryFormProps {
  readonly typed: Fields;
  readonly faults: FieldFaults;
  /** The reasons of a refusal, for the words that it names. */
  readonly reasons: readonly ToldReason[];
  readonly form: FormSecrets;
  readonly now: number;
  /** Another form with the same fields up to the window. Default: none. */
  readonly instead?: OtherForm;
}

/** Replaces the end of the query form where it serves another purpose: a standing query, or keeping reads. */
export interface OtherForm {
  readonly at: string;
  /** True if the form asks only for the plate's number. */
  readonly isNumberOnly?: true;
  /** The ways of comparing plates that may be chosen. Default: exactly alone. */
  readonly matches?: readonly (typeof PLATE_MATCHES)[number][];
  /** The fields in place of the window, or after it, and the button. */
  readonly end: (field: FieldOf) => ComponentChildren;
}

export function QueryForm({ faults, form, instead, now, reasons, typed }: QueryFormProps) {
  // A refusal is read first.
  const first = reasons.length === 0 ? firstFault(faults) : undefined;
  const field: FieldOf = (name, otherwise = '') => ({
    name,
    value: typed.get(name) ?? otherwise,
    error: faults[name],
    isFirst: name === first,
  });
  const matches = instead === undefined ? PLATE_MATCHES : (instead.matches ?? []);
  return (
    <ActForm form={form} action={instead?.at ?? '/query'}>
      <TextField {...field('plate')} label="Plate" required hint="Letters and digits." maxLength={16} />
      {instead?.isNumberOnly ? null : (
        <Select
          {...field('state')}
          label="State"
          empty="Any"
          choices={STATES.map((state) => ({ value: state, name: state }))}
        />
      )}
      {matches.length > 0 ? (
        <Select
          {...field('match', 'exact')}
          label="Match"
          choices={matches.map((value) => ({ value, name: MATCHES[value] }))}
        />
      ) : null}
      <Select
        {...field('purpose')}
        label="Purpose"
        empty="Choose"
        required
        hint="What the reads are for. What each one needs is listed below."
        choices={PURPOSE_CHOICES}
      />
      <WhatPurposesNeed />
      <IncidentFields {...{ field, now, typed }} />
      <TextArea
        {...field('justification')}
        label="In your words (optional)"
        hint={`Leave this empty if you stated the incident: words cannot help such a query, and may get it refused. Some purposes need one line beside the incident: ${WITH_WORDS}. Without an incident, say here what happened. Name no persons.`}
      />
      <StatedWordsFields reasons={reasons} typed={typed} />
      <TextField
        {...field('supervisor')}
        label="Supervisor"
        hint="Who knows of this query, where the purpose asks for it."
      />
      <CourtPaper field={field} typed={typed} isWrong={PAPER.some((name) => faults[name] !== undefined)} />
      {instead === undefined ? <WindowAndButtons field={field} now={now} /> : instead.end(field)}
    </ActForm>
  );
}

function WindowAndButtons({ field, now }: { readonly field: FieldOf; readonly now: number }) {
  return (
    <>
      <WindowFields field={field} now={now} />
      <div class="acts">
        <button type="submit" name="act" value="ask" class="usa-button">
          Ask
        </button>
        <button type="submit" name="act" value="check" class="usa-button usa-button--outline">
          Check
        </button>
      </div>
      <p class="usa-hint">
        Check says what would be decided, and looks for no reads. Like a query it is an entry of the log.
      </p>
    </>
  );
}

interface CourtPaperProps {
  readonly field: FieldOf;
  readonly typed: Fields;
  readonly isWrong: boolean;
}

function CourtPaper({ field, isWrong, typed }: CourtPaperProps) {
  const isOpen = isWrong || PAPER.some((name) => typed.get(name));
  return (
    <details open={isOpen}>
      <summary>Court document, for a warrant or another judicial process</summary>
      <Select
        {...field('paper')}
        label="Kind of document"
        empty="None"
        choices={PROCESS_KINDS.map((kind) => ({ value: kind, name: kind.replaceAll('_', ' ') }))}
      />
      <TextField {...field('court')} label="Court" />
      <TextField {...field('docket')} label="Docket" />
      <TextField {...field('judge')} label="Judge" />
      <TextField {...field('issuedOn')} label="Issued on" type="date" />
      <Checkbox
        name="affirmation"
        value="yes"
        label="It has the affirmation of SB25-129: nothing here concerns legally protected health care."
        checked={typed.has('affirmation')}
      />
    </details>
  );
}
