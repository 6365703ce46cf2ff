/** Lists in words the obligations that a release had to meet. */
import type { Obligation } from '../../../sharing-rules/terms/decision.ts';
import { utcMinute } from '../../../sharing-rules/terms/utc-day.ts';

export function ObligationList({ obligations }: { readonly obligations: readonly Obligation[] }) {
  return (
    <ul>
      {obligations.map((one) => (
        <li key={one.code}>
          {obligationInWords(one)} (<code>{one.code}</code>)
        </li>
      ))}
    </ul>
  );
}

export function obligationInWords(obligation: Obligation): string {
  switch (obligation.code) {
    case 'verify_before_action':
      return 'verify plate, state and status before acting';
    case 'not_before':
      return `no read from before ${utcMinute(obligation.at)}`;
    case 'cap_records':
      return `at most ${obligation.records} reads`;
    case 'omit_images':
      return 'no images';
    case 'review_within':
      return `a person reviews the release within ${obligation.hours} hours`;
    case 'tell_reporter_nothing':
      return 'whoever reported the person missing is told nothing of where the vehicle was';
  }
}
