/** The form of `/query`: the purpose first, then what it needs, then the plate and the window. */
import { OFFENSES } from '../../../sharing-rules/terms/offenses.ts';
import { PLATE_MATCHES, PROCESS_KINDS } from '../../../sharing-rules/terms/query.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { Checkbox, Select, TextArea, TextField } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, FormSecrets } from '../serve/page.ts';
import type { ToldReason } from '../serve/problem.ts';
import { coloradoFieldTime, coloradoTime, fieldTime, type TimeZone } from './colorado-time.ts';
import { PURPOSE_CHOICES, WhatPurposesNeed } from './purposes.tsx';
import { StatedWordsFields } from './stated-words.tsx';
import { type FieldFaults, PAPER } from './typed-query.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Those that a query may rest on. */
const LISTED = OFFENSES.filter(({ kind }) => kind === 'ordinary' || kind === 'review');

const MATCHES: Readonly<Record<(typeof PLATE_MATCHES)[number], string>> = {
  exact: 'exactly this one',
  lookalike: 'characters that cameras confuse too, as O and 0',
  partial: 'this part is in it (a reviewer reads the query first)',
};

export interface QueryFormProps {
  readonly typed: Fields;
  readonly faults: FieldFaults;
  /** Of a refusal, for the words that it names. */
  readonly reasons: readonly ToldReason[];
  readonly form: FormSecrets;
  readonly now: number;
}

export function QueryForm({ faults, form, now, reasons, typed }: QueryFormProps) {
  const field = (name: string, otherwise = '') => ({
    name,
    value: typed.get(name) ?? otherwise,
    error: faults[name],
  });
  const lastDay = windowOf(now);
  return (
    <ActForm form={form} action="/query">
      <Select
        {...field('purpose')}
        label="Purpose"
        empty="Choose"
        required
        hint="What the reads are for. What each one needs is listed below."
        choices={PURPOSE_CHOICES}
      />
      <WhatPurposesNeed />
      <TextField
        {...field('offense')}
        label="Offense"
        list="offenses"
        hint="System and code, as in nibrs:240 or crs:18-4-409. Some purposes need one."
      />
      <datalist id="offenses">
        {LISTED.map(({ code, system, title }) => (
          <option key={`${system}:${code}`} value={`${system}:${code}`}>
            {title}
          </option>
        ))}
      </datalist>
      <TextField
        {...field('caseNumber')}
        label="Case number"
        hint="Case or CAD number, as in CR-2026-0142."
      />
      <TextArea
        {...field('justification')}
        label="Justification"
        hint="What happened, and why these reads help, in a sentence or two. No names of persons are needed."
      />
      <StatedWordsFields reasons={reasons} typed={typed} />
      <TextField
        {...field('supervisor')}
        label="Supervisor"
        hint="Who knows of this query, where the purpose asks for it."
      />
      <CourtPaper field={field} typed={typed} isWrong={PAPER.some((name) => faults[name] !== undefined)} />
      <TextField {...field('plate')} label="Plate" required hint="Letters and digits." maxLength={16} />
      <Select
        {...field('state')}
        label="State"
        empty="Any"
        choices={STATES.map((state) => ({ value: state, name: state }))}
      />
      <Select
        {...field('match', 'exact')}
        label="Match"
        choices={PLATE_MATCHES.map((value) => ({ value, name: MATCHES[value] }))}
      />
      <Select
        {...field('zone', lastDay.zone)}
        label="Time zone of this window"
        hint={`Now it is ${coloradoTime(now).slice(11, 16)} in Colorado, and ${new Date(now).toISOString().slice(11, 16)} UTC.`}
        choices={[
          { value: 'colorado', name: 'Colorado (Mountain Time)' },
          { value: 'utc', name: 'UTC, as in the log' },
        ]}
      />
      <TextField
        {...field('from', lastDay.from)}
        label="From"
        type="datetime-local"
        required
        hint="At most 30 days back."
      />
      <TextField {...field('to', lastDay.to)} label="To" type="datetime-local" required />
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
    </ActForm>
  );
}

/** The last day, by the clock that the officer has before her; in UTC where that tells no moment. */
function windowOf(now: number): { readonly zone: TimeZone; readonly from: string; readonly to: string } {
  const to = Math.floor(now / MINUTE) * MINUTE + MINUTE;
  const local = { from: coloradoFieldTime(to - DAY), to: coloradoFieldTime(to) };
  return local.from === null || local.to === null
    ? { zone: 'utc', from: fieldTime(to - DAY), to: fieldTime(to) }
    : { zone: 'colorado', from: local.from, to: local.to };
}

interface CourtPaperProps {
  readonly field: (name: string) => { name: string; value: string; error: string | undefined };
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
