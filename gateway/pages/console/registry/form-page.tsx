/** The page of a form, from the table of a resource's terms; and a secret that such a form, or a button, brings. */
import type { ComponentChildren } from 'preact';
import type { AdministrativeAction } from '../../../../sharing-rules/terms/roles.ts';
import type { Terms } from '../../../http/schemas/terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Fields, Page, Visit } from '../../serve/page.ts';
import { ProblemView } from '../../serve/problem-view.tsx';
import { fieldsOf, TermFields, typedBody } from '../../serve/term-fields.tsx';

interface Formed extends Pick<Page, 'path'> {
  readonly action: AdministrativeAction;
  readonly title: (visit: Visit) => string;
  readonly terms: Terms;
  readonly press: string;
  /** How the page says that nothing was done. */
  readonly undone: string;
  readonly above?: ComponentChildren;
  /** What the form begins with beside the terms' own. */
  readonly begin?: (visit: Visit) => object;
  readonly send: (visit: Visit, body: Record<string, unknown>) => Promise<Acted>;
}

/** Tells that a form was typed, whatever was left empty. */
const TYPED = 'typed';

export function formPage({ above, action, begin, path, press, send, terms, title, undone }: Formed): Page {
  return {
    path,
    action,
    show: async (visit) => {
      const { form, problem, request, typed } = visit;
      const fields: Fields = typed.has(TYPED) ? typed : fieldsOf(terms, begin?.(visit) ?? {});
      return {
        title: title(visit),
        body: (
          <>
            {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
            {above}
            <ActForm form={form}>
              <input type="hidden" name={TYPED} value="yes" />
              <TermFields {...{ terms, fields, problem }} />
              <button type="submit" class="usa-button">
                {press}
              </button>
            </ActForm>
          </>
        ),
      };
    },
    act: (visit) => send(visit, typedBody(terms, visit.typed, undone)),
  };
}

/** A secret that is shown this once, with what is done with it next. */
export function shownOnce(title: string, lines: readonly string[], next: ComponentChildren): Acted {
  return {
    title,
    body: (
      <>
        <Alert kind="warning" heading="Shown this once">
          <ul>
            {lines.map((line) => (
              <li key={line}>
                <code>{line}</code>
              </li>
            ))}
          </ul>
        </Alert>
        <p>Next: {next}</p>
      </>
    ),
  };
}
