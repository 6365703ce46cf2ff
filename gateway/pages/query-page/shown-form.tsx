/** The form of `/query` as it was filled in, below what was refused of it. */
import { randomUUID } from 'node:crypto';
import type { Shown, Visit } from '../serve/page.ts';
import type { Problem } from '../serve/problem.ts';
import type { Streets } from '../story/streets.ts';
import { faultsOf } from './field-faults.ts';
import { QueryForm } from './query-form.tsx';
import { RefusalView } from './refusal-view.tsx';

export interface ShownFormDeps {
  /** The owner's contact after a refusal; null if the operator has named none. */
  readonly contact: string | null;
  readonly now: () => number;
  readonly publicUrl: string;
  /** The department's streets; null: maps show a plain grid. */
  readonly streets: Streets | null;
}

export const TITLE = 'Ask for reads';
export const SCRIPTS: readonly string[] = ['query-form.js', 'find-offense.js', 'check-while-typing.js'];

type Filled = Pick<Visit, 'form' | 'problem' | 'typed'>;

export function showForm(visit: Filled, deps: ShownFormDeps): Shown {
  const { problem } = visit;
  return {
    title: TITLE,
    scripts: SCRIPTS,
    body: (
      <>
        {problem === null ? null : <RefusalView problem={problem} contact={deps.contact} isFormKept />}
        {formOf(visit, problem, deps)}
      </>
    ),
  };
}

/** Leads from an answer to the form as it was filled in: by the answer's id, so that no address holds a plate. */
export function AskAgain({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return null;
  return (
    <p class="no-print">
      <a href={`/query?as=${encodeURIComponent(id)}`}>Ask again, or for something else</a>
    </p>
  );
}

/** Shows the form under a new key: what it sends is another request than the one answered above it. */
export function formOf(
  { form, typed }: Pick<Filled, 'form' | 'typed'>,
  problem: Problem | null,
  { now }: Pick<ShownFormDeps, 'now'>,
) {
  return (
    <QueryForm
      {...{ typed, now: now() }}
      faults={problem === null ? {} : faultsOf(problem)}
      reasons={problem?.reasons ?? []}
      form={{ ...form, key: randomUUID() }}
    />
  );
}
