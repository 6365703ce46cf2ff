/** The terms of a grant, and of what it would replace, side by side. */
import { DataTable } from '../../layout/data-table.tsx';
import type { GrantView } from '../registry/grant-view.ts';
import { DATA_CLASS_WORDS, GRANT_STATUS_WORDS, purposeWords, yesOrNo } from '../registry/registry-words.ts';

const lines = (texts: readonly string[]) => [...texts].sort().join('; ');

/** As text, so that what differs can be told. */
const TERMS: readonly { readonly name: string; readonly of: (grant: GrantView) => string }[] = [
  { name: 'Purposes', of: ({ purposes }) => lines(purposes.map(purposeWords)) },
  { name: 'Data', of: ({ dataClasses }) => lines(dataClasses.map((one) => DATA_CLASS_WORDS[one])) },
  { name: 'Oldest reads, days', of: ({ lookBackDays }) => String(lookBackDays) },
  { name: 'Records a day, at most', of: ({ dailyRecords }) => dailyRecords.toLocaleString('en-US') },
  { name: 'Until', of: ({ validUntil }) => `${validUntil.slice(0, 16).replace('T', ' ')} UTC` },
  { name: 'Agreement', of: ({ agreement }) => agreement.reference },
  { name: 'Agreement signed on', of: ({ agreement }) => agreement.signedOn },
  { name: 'Agreement ends on', of: ({ agreement }) => agreement.expiresOn ?? 'no end' },
  { name: 'Agreement ensures C.R.S. 24-74', of: ({ agreement }) => yesOrNo(agreement.article74) },
  { name: 'Officers’ second factor attested', of: ({ agreement }) => yesOrNo(agreement.officerMfa) },
  { name: 'Certification signed by', of: ({ certification }) => certification.signer },
  { name: 'Certification signed on', of: ({ certification }) => certification.signedOn },
];

interface GrantTermsProps {
  readonly grant: GrantView;
  /** What it is compared with. */
  readonly before: GrantView | null;
}

export function GrantTerms({ before, grant }: GrantTermsProps) {
  if (before === null || before.id === grant.id) {
    return (
      <dl class="facts">
        {TERMS.map(({ name, of }) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name}, value`}>{of(grant)}</dd>,
        ])}
      </dl>
    );
  }
  const changed = ({ of }: (typeof TERMS)[number]) => of(before) !== of(grant);
  const status = GRANT_STATUS_WORDS[before.status].toLowerCase();
  return (
    <DataTable
      name="What changes"
      columns={[
        { name: 'Term', of: ({ name }) => name },
        { name: `Before (${status})`, of: ({ of }) => of(before) },
        {
          name: 'Proposed',
          of: (term) => (changed(term) ? <strong>{term.of(grant)}</strong> : term.of(grant)),
        },
        { name: 'Changes', of: (term) => (changed(term) ? <span class="tag">changes</span> : 'same') },
      ]}
      rows={TERMS}
      empty="A grant without terms cannot be shown."
    />
  );
}
