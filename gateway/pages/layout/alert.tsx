/** Shows something that must be seen: `alert` for what went wrong, `status` for what is so. */
import type { ComponentChildren } from 'preact';

export type AlertKind = 'error' | 'warning' | 'success' | 'info';

interface AlertProps {
  readonly kind: AlertKind;
  readonly heading?: string;
  readonly children: ComponentChildren;
}

export function Alert({ children, heading, kind }: AlertProps) {
  return (
    <div class={`usa-alert usa-alert--${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <div class="usa-alert__body">
        {heading === undefined ? null : <h2 class="usa-alert__heading">{heading}</h2>}
        <div class="usa-alert__text">{children}</div>
      </div>
    </div>
  );
}
