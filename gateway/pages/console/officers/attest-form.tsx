/** The form for what an agency attests of its officer: employer, federal detail, training. */
import { ATTESTATION_TERMS } from '../../../registry/officers/officer.terms.ts';
import { ActForm } from '../../serve/act-form.tsx';
import type { Visit } from '../../serve/page.ts';
import { fieldsOf, TermFields } from '../../serve/term-fields.tsx';
import type { OfficerView } from '../registry/officer-view.ts';

interface AttestFormProps {
  readonly visit: Visit;
  readonly officer: OfficerView;
}

export function AttestForm({ officer, visit }: AttestFormProps) {
  const { form, problem, typed } = visit;
  const { agency, attestation } = officer;
  const begun = { employerOri: agency, ...attestation };
  const fields = typed.has('employerOri') ? typed : fieldsOf(ATTESTATION_TERMS, begun);
  return (
    <section class="no-print">
      <h2>Attest</h2>
      <p>
        What the agency attests of the officer. Employed elsewhere, or detailed to a federal agency, the
        officer is suspended at once.
      </p>
      <ActForm form={form}>
        <TermFields {...{ terms: ATTESTATION_TERMS, fields, problem }} />
        <button type="submit" name="act" value="attest" class="usa-button">
          Keep attestation
        </button>
      </ActForm>
    </section>
  );
}
