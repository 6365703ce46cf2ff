/** The page of a form, from a resource's table of terms; and the secret that a form or a button may bring. */
import type { ComponentChildren } from 'preact';
import type { AdministrativeAction } from '../../../../sharing-rules/terms/roles.ts';
import type { Terms } from '../../../http/schemas/terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Fields, Page, Shown, Visit } from '../../serve/page.ts';
import { faultsOf, fieldsOf, TermFields, typedBody } from '../../serve/term-fields.tsx';

interface Formed extends Pick<Page, 'path'>, Pick<Shown, 'scripts'> {
  readonly action: AdministrativeAction;
  readonly title: (visit: Visit) => string;
  readonly terms: Terms;
  /** Returns the terms with the choices that there are at this moment; default: the terms. */
  readonly offered?: (visit: Visit) => Promise<Terms>;
  readonly press: string;
  /** The words that say that nothing was done. */
  readonly undone: string;
  readonly above?: ComponentChildren;
  /** The values that the form begins with beside the terms' own. */
  readonly begin?: (visit: Visit) => object | Promise<object>;
  readonly send: (visit: Visit, body: Record<string, unknown>) => Promise<Acted>;
}

/** The field that tells that a form was sent, even if everything was left empty. */
const TYPED = 'typed';

export function formPage(formed: Formed): Page {
  const { above, action, begin, offered, path, press, scripts = [], send, terms, title, undone } = formed;
  return {
    path,
    action,
    terms,
    show: async (visit) => {
      const { form, problem, typed } = visit;
      const shown = (await offered?.(visit)) ?? terms;
      const fields: Fields = typed.has(TYPED) ? typed : fieldsOf(shown, (await begin?.(visit)) ?? {});
      return {
        title: title(visit),
        scripts,
        ...(problem === null ? {} : { faults: faultsOf(terms, problem) }),
        body: (
          <>
            {above}
            <ActForm form={form} press={press}>
              <input type="hidden" name={TYPED} value="yes" />
              <TermFields {...{ terms: shown, fields, problem }} />
            </ActForm>
          </>
        ),
      };
    },
    act: (visit) => send(visit, typedBody(terms, visit.typed, undone)),
  };
}

/** Shows a secret, this once, with what to do with it next. */
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
