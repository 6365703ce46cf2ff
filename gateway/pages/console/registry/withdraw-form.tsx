/** The form that takes access away: the reason, and one button. */
import { TextArea } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Visit } from '../../serve/page.ts';
import { WHILE_LOWERING } from './withdrawn.tsx';

interface WithdrawFormProps extends Pick<Visit, 'form' | 'typed'> {
  /** The words on the button. */
  readonly press: string;
  /** True for a halt, since stopping must not wait for words. */
  readonly reasonMayFollow?: true;
}

export function WithdrawForm({ form, press, reasonMayFollow, typed }: WithdrawFormProps) {
  return (
    <ActForm form={form} progress={WHILE_LOWERING}>
      <TextArea
        isFirst
        name="reason"
        label="Reason"
        required={reasonMayFollow !== true}
        hint={`It is kept in the log.${reasonMayFollow ? ' You may leave it empty, and halt at once.' : ''}`}
        value={typed.get('reason') ?? ''}
      />
      <button type="submit" class="usa-button usa-button--secondary">
        {press}
      </button>
    </ActForm>
  );
}
