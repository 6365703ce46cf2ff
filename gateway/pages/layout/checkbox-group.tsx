/** Shows several boxes that answer one question, with what is wrong tied to all of them. */
import { Checkbox } from './checkbox.tsx';
import type { Choice } from './fields.tsx';

export interface Box extends Choice {
  readonly hint?: string;
  readonly isDisabled?: boolean;
}

interface CheckboxGroupProps {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly choices: readonly Box[];
  readonly chosen: readonly string[];
}

export function CheckboxGroup({ choices, chosen, error, hint, legend, name }: CheckboxGroupProps) {
  const hintId = hint === undefined ? undefined : `group-${name}-hint`;
  const errorId = error === undefined ? undefined : `group-${name}-error`;
  const described = [hintId, errorId].filter((id) => id !== undefined).join(' ');
  return (
    <fieldset
      id={`field-${name}`}
      class={`usa-fieldset usa-form-group${error === undefined ? '' : ' usa-form-group--error'}`}
      aria-describedby={described === '' ? undefined : described}
    >
      <legend class="usa-legend">{legend}</legend>
      {hint === undefined ? null : (
        <span class="usa-hint" id={hintId}>
          {hint}
        </span>
      )}
      {error === undefined ? null : (
        <span class="usa-error-message" id={errorId}>
          {error}
        </span>
      )}
      {choices.map(({ hint, isDisabled = false, name: label, value }) => (
        <Checkbox
          key={value}
          {...{ name, value, label, isDisabled, ...(hint === undefined ? {} : { hint }) }}
          checked={!isDisabled && chosen.includes(value)}
        />
      ))}
    </fieldset>
  );
}
