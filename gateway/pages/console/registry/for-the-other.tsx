/** Offers a message to copy to the administrator who must approve next. It names no plate and no officer. */
import type { Visit } from '../../serve/page.ts';

interface ForTheOtherProps {
  readonly visit: Pick<Visit, 'own'>;
  /** The sentence on what was proposed, without its end. */
  readonly what: string;
  /** The page's path, and the words on its button. */
  readonly address: string;
  readonly press: string;
}

/** Its button, which needs a script, is shown by `copy-text.js`; without one the text is selected by hand. */
export function ForTheOther({ address, press, visit, what }: ForTheOtherProps) {
  const id = `text-${address.replace(/\W+/g, '-')}`;
  return (
    <details class="no-print">
      <summary>Copy for the other person</summary>
      <label class="usa-label" for={id}>
        Send this to another administrator
      </label>
      <textarea id={id} class="usa-textarea" rows={4} readOnly>
        {`${what}. It takes a second administrator. Please open ${visit.own}${address}, read what it says, and press ${press}.`}
      </textarea>
      <button type="button" class="usa-button usa-button--outline" data-copies={id} hidden>
        Copy
      </button>
    </details>
  );
}

export const COPY_SCRIPTS: readonly string[] = ['copy-text.js'];
