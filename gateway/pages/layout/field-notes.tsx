/** Shows a field's hint and what is wrong with it, under the ids by which the field is described. */
interface NotesProps {
  readonly id: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
}

export function Notes({ error, hint, id }: NotesProps) {
  return (
    <>
      {hint === undefined ? null : (
        <span class="usa-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error === undefined ? null : (
        <span class="usa-error-message" id={`${id}-error`}>
          {error}
        </span>
      )}
    </>
  );
}
