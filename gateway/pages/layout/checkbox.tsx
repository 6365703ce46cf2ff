/** Shows a box to check, with its label. */
import type { ComponentChildren } from 'preact';
import { Notes } from './field-notes.tsx';
import { described, idOf } from './fields.tsx';

interface CheckboxProps {
  readonly name: string;
  readonly value: string;
  readonly label: ComponentChildren;
  readonly checked?: boolean;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly isFirst?: boolean;
  readonly isDisabled?: boolean;
}

export function Checkbox({ checked, error, hint, isDisabled, isFirst, label, name, value }: CheckboxProps) {
  const id = `${idOf({ name })}-${value}`;
  return (
    // The browser's own box: it is seen in forced colors and in print, and can be zoomed.
    <div class="checkbox">
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        checked={checked}
        disabled={isDisabled}
        autofocus={isFirst}
        aria-describedby={described({ ...{ id, name, label: name, error }, ...(hint && { hint }) })}
        aria-invalid={error === undefined ? undefined : 'true'}
      />
      <div>
        <label for={id}>{label}</label>
        <Notes {...{ id, hint, error }} />
      </div>
    </div>
  );
}
