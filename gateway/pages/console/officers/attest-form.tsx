/** What an agency attests of its officer: employer, federal detail, training. */
import { Select, TextField } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Visit } from '../../serve/page.ts';
import type { OfficerView } from '../registry/officer-view.ts';

interface AttestFormProps {
  readonly visit: Visit;
  readonly officer: OfficerView;
}

export function AttestForm({ officer, visit }: AttestFormProps) {
  const { form, typed } = visit;
  const { agency, attestation } = officer;
  const federal = attestation === null ? '' : attestation.federalDetail ? 'yes' : 'no';
  return (
    <section class="no-print">
      <h2>Attest</h2>
      <p>
        What the agency attests of the officer. Employed elsewhere, or detailed to a federal agency, the
        officer is suspended at once.
      </p>
      <ActForm form={form}>
        <TextField
          name="employerOri"
          label="ORI of the employer"
          required
          maxLength={9}
          value={typed.get('employerOri') ?? attestation?.employerOri ?? agency}
        />
        <Select
          name="federalDetail"
          label="Detailed to a federal agency or task force"
          required
          empty="Choose"
          choices={[
            { value: 'no', name: 'No' },
            { value: 'yes', name: 'Yes' },
          ]}
          value={typed.get('federalDetail') ?? federal}
        />
        <TextField
          name="trainedOn"
          label="Day of the training"
          type="date"
          required
          value={typed.get('trainedOn') ?? attestation?.trainedOn ?? ''}
        />
        <button type="submit" name="act" value="attest" class="usa-button">
          Keep attestation
        </button>
      </ActForm>
    </section>
  );
}
