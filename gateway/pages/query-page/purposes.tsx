/** The purposes as an officer chooses from them, and what each needs. */
import { incidentRowOf } from '../../../sharing-rules/incident/table.ts';
import { PURPOSES, type PurposeRule } from '../../../sharing-rules/terms/purposes.ts';
import { DataTable } from '../layout/data-table.tsx';
import type { Choice } from '../layout/fields.tsx';

const NEEDS: Readonly<Record<keyof PurposeRule['needs'], string>> = {
  caseNumber: 'case number',
  offense: 'offense',
  judicialProcess: 'court document',
  supervisor: 'supervisor',
  justification: 'and the incident or words',
};

/** The purposes, refused ones too: an officer learns it before asking. */
export const PURPOSE_CHOICES: readonly Choice[] = PURPOSES.map(({ answer, code, title }) => ({
  value: code,
  name: title,
  group: answer === 'approved' ? 'Approved' : 'Always refused',
}));

function needsOf({ code, needs, review }: PurposeRule): string {
  const names = Object.entries(NEEDS).flatMap(([name, words]) =>
    needs[name as keyof PurposeRule['needs']] ? [words] : [],
  );
  if (incidentRowOf(code)?.words) names.push('one line of words beside the incident');
  return [...names, ...(review ? ['a reviewer reads it first'] : [])].join('; ');
}

export function WhatPurposesNeed() {
  return (
    <details>
      <summary>What each one needs</summary>
      <DataTable
        name="What is needed"
        columns={[
          { name: 'For', of: ({ title }) => title },
          { name: 'Needed', of: needsOf },
          { name: 'Clause', of: ({ clause }) => clause },
        ]}
        rows={PURPOSES.filter(({ answer }) => answer === 'approved')}
        empty="Nothing is approved."
      />
    </details>
  );
}
