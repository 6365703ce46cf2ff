/** The reason codes, from the rules' own table. */
import reasons from '../../../sharing-rules/terms/data/reasons.json' with { type: 'json' };
import { DataTable } from '../layout/data-table.tsx';
import { inCode } from './in-code.tsx';

export function ReasonsTable() {
  return (
    <DataTable
      name="Reason codes"
      columns={[
        {
          name: 'Code',
          of: ([code]) => (
            <a href={`/docs/reasons#${code}`}>
              <code>{code}</code>
            </a>
          ),
        },
        { name: 'What it means', of: ([, { means }]) => asSentence(means) },
        { name: 'What to do', of: ([, { sentence }]) => inCode(asSentence(sentence)) },
        { name: 'Clause', of: ([, { clause }]) => clause },
      ]}
      rows={Object.entries(reasons)}
      empty="There is no reason code."
    />
  );
}

function asSentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
