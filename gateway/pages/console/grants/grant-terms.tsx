/** The terms of a grant, and of what it would replace, side by side. */
import { factsOf } from '../../../http/schemas/terms.ts';
import { GRANT_STATUS_WORDS, GRANT_TERMS } from '../../../registry/grants/grant.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Facts } from '../../layout/facts.tsx';
import type { GrantView } from '../registry/grant-view.ts';

interface GrantTermsProps {
  readonly grant: GrantView;
  /** The grant with which it is compared. */
  readonly before: GrantView | null;
}

export function GrantTerms({ before, grant }: GrantTermsProps) {
  const terms = factsOf(GRANT_TERMS, grant);
  if (before === null || before.id === grant.id) return <Facts of={terms} />;
  const was = new Map(factsOf(GRANT_TERMS, before));
  const rows = terms.map(([name, now]) => ({ name, now, was: was.get(name) ?? '' }));
  const status = GRANT_STATUS_WORDS[before.status].toLowerCase();
  return (
    <DataTable
      name="What changes"
      columns={[
        { name: 'Term', of: ({ name }) => name },
        { name: `Before (${status})`, of: ({ was }) => was },
        { name: 'Proposed', of: ({ now, was }) => (now === was ? now : <strong>{now}</strong>) },
        { name: 'Changes', of: ({ now, was }) => (now === was ? 'same' : <span class="tag">changes</span>) },
      ]}
      rows={rows}
      empty="A grant without terms cannot be shown."
    />
  );
}
