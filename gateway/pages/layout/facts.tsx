/** Lists what is known of one thing: a name and a value a line. */
import { type ComponentChildren, Fragment } from 'preact';

interface FactsProps {
  /** The pairs of a name and its value; null ones are left out. */
  readonly of: readonly (readonly [name: string, value: ComponentChildren] | null)[];
}

export function Facts({ of }: FactsProps) {
  return (
    <dl class="facts">
      {of.map((fact) =>
        fact === null ? null : (
          <Fragment key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
