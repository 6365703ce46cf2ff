/** Shows fields of forms: label, hint, and what is wrong, tied to the field for those who cannot see it. */
import type { ComponentChildren } from 'preact';
import { Notes } from './field-notes.tsx';

export interface FieldProps {
  readonly name: string;
  /** The id, if several fields of a form have one name. Default: made from the name. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  /** The value as it was typed: nothing is lost when something is wrong. */
  readonly value?: string | undefined;
  /** The sentence on what to change. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** True if the page is for filling this in first. */
  readonly isFirst?: boolean;
}

/** Returns what was typed into a field of a form, and what is wrong with it. */
export type FieldOf = (
  name: string,
  otherwise?: string,
) => {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly isFirst: boolean;
};

export const idOf = ({ id, name }: Pick<FieldProps, 'id' | 'name'>) => id ?? `field-${name}`;

export function described({ error, hint, ...field }: FieldProps): string | undefined {
  const ids = [
    hint === undefined ? null : `${idOf(field)}-hint`,
    error === undefined ? null : `${idOf(field)}-error`,
  ];
  return ids.filter((id) => id !== null).join(' ') || undefined;
}

/** The attributes that text, several lines and a choice share. */
const attributesOf = (field: FieldProps) => ({
  id: idOf(field),
  name: field.name,
  autofocus: field.isFirst,
  required: field.required,
  'aria-describedby': described(field),
  'aria-invalid': field.error === undefined ? undefined : ('true' as const),
});

function Around({ children, ...field }: FieldProps & { readonly children: ComponentChildren }) {
  const { error, hint, label } = field;
  const id = idOf(field);
  return (
    <div class={`usa-form-group${error === undefined ? '' : ' usa-form-group--error'}`}>
      <label class="usa-label" for={id}>
        {label}
      </label>
      <Notes {...{ id, hint, error }} />
      {children}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'date' | 'datetime-local' | 'number' | 'search';
  readonly maxLength?: number;
  readonly list?: string;
  /** The first and the last that may be chosen, as the field writes them. */
  readonly min?: string;
  readonly max?: string;
}

/** The bounds of a day or a time; without the last a browser takes years of six digits. */
const [FIRST_DAY, LAST_DAY] = ['1990-01-01', '9999-12-31'];
const BOUNDS: Readonly<Partial<Record<NonNullable<TextFieldProps['type']>, readonly [string, string]>>> = {
  date: [FIRST_DAY, LAST_DAY],
  'datetime-local': [`${FIRST_DAY}T00:00`, `${LAST_DAY}T23:59`],
};

export function TextField({ list, max, maxLength, min, type = 'text', ...field }: TextFieldProps) {
  return (
    <Around {...field}>
      <input
        class={`usa-input${field.error === undefined ? '' : ' usa-input--error'}`}
        {...attributesOf(field)}
        type={type}
        value={field.value}
        maxLength={maxLength}
        min={min ?? BOUNDS[type]?.[0]}
        max={max ?? BOUNDS[type]?.[1]}
        list={list}
        autocomplete="off"
      />
    </Around>
  );
}

/** Takes a text file; what was chosen cannot be shown again. */
export function FileField({ accept, ...field }: FieldProps & { readonly accept: string }) {
  return (
    <Around {...field}>
      <input
        class="usa-file-input"
        id={idOf(field)}
        name={field.name}
        type="file"
        accept={accept}
        aria-describedby={described(field)}
      />
    </Around>
  );
}

interface TextAreaProps extends FieldProps {
  readonly rows?: number;
  readonly maxLength?: number;
}

export function TextArea({ maxLength = 2000, rows = 3, ...field }: TextAreaProps) {
  return (
    <Around {...field}>
      <textarea
        class={`usa-textarea${field.error === undefined ? '' : ' usa-input--error'}`}
        {...attributesOf(field)}
        rows={rows}
        maxLength={maxLength}
        value={field.value}
      />
    </Around>
  );
}

export interface Choice {
  readonly value: string;
  readonly name: string;
  /** The group; choices of one follow each other, below its name. */
  readonly group?: string;
  /** The mark for a script of the page. */
  readonly mark?: string;
  /** The words by which a script of the page finds it, too. */
  readonly words?: string | undefined;
}

/** @param empty name of the first choice, which chooses nothing */
export function Select({
  choices,
  empty,
  ...field
}: FieldProps & { readonly choices: readonly Choice[]; readonly empty?: string }) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  const optionsOf = (group: string | undefined) =>
    choices
      .filter((choice) => choice.group === group)
      .map((choice) => (
        <option
          key={choice.value}
          value={choice.value}
          selected={choice.value === field.value}
          data-mark={choice.mark}
          data-words={choice.words}
        >
          {choice.name}
        </option>
      ));
  return (
    <Around {...field}>
      <select
        class={`usa-select${field.error === undefined ? '' : ' usa-input--error'}`}
        {...attributesOf(field)}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {groups.map((group) =>
          group === undefined ? (
            optionsOf(group)
          ) : (
            <optgroup key={group} label={group}>
              {optionsOf(group)}
            </optgroup>
          ),
        )}
      </select>
    </Around>
  );
}

interface YesNoProps {
  readonly name: string;
  /** The question. */
  readonly label: string;
  readonly hint: string;
  /** The answer; empty if there is none yet. */
  readonly value: string;
}

/** Asks a question; nothing is answered beforehand. */
export function YesNo({ hint, label, name, value }: YesNoProps) {
  const hintId = `${idOf({ name })}-hint`;
  return (
    <fieldset class="usa-fieldset" id={idOf({ name })} aria-describedby={hintId}>
      <legend class="usa-legend">{label}</legend>
      <span class="usa-hint" id={hintId}>
        {hint}
      </span>
      {(['yes', 'no'] as const).map((answer) => (
        <div key={answer} class="usa-radio">
          <input
            class="usa-radio__input"
            id={`${idOf({ name })}-${answer}`}
            type="radio"
            name={name}
            value={answer}
            checked={value === answer}
          />
          <label class="usa-radio__label" for={`${idOf({ name })}-${answer}`}>
            {answer}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
