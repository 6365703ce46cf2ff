/** A form that acts: it carries the session's token, and a key by which a double click acts once. */
import type { ComponentChildren } from 'preact';
import type { FormSecrets } from './page.ts';

interface ActFormProps {
  readonly form: FormSecrets;
  /** The address to which it is sent; default: the page itself. */
  readonly action?: string;
  /** The words of `act-progress.js` while it is carried out. */
  readonly progress?: string;
  /** True if a table is in it. */
  readonly isWide?: boolean;
  readonly takesFile?: boolean;
  /** The words on its button, where it has only one. */
  readonly press?: string;
  readonly children: ComponentChildren;
}

export function ActForm({
  action,
  children,
  form,
  isWide = false,
  press,
  progress,
  takesFile,
}: ActFormProps) {
  const width = isWide ? 'wide-form' : 'usa-form--large';
  return (
    <form
      method="post"
      action={action}
      enctype={takesFile ? 'multipart/form-data' : undefined}
      class={`usa-form ${width}`}
      data-progress={progress}
    >
      <input type="hidden" name="token" value={form.token} />
      <input type="hidden" name="key" value={form.key} />
      {children}
      {press === undefined ? null : (
        <button type="submit" class="usa-button">
          {press}
        </button>
      )}
    </form>
  );
}
