/**
 * Shows how to stop the officer of a report. Readers of reports suspend nobody (CJISSECPOL AC-5): the page
 * names who can, and has an address for them with the reason filled in, so that one press is left.
 */

import { rolesFor } from '../../../../sharing-rules/terms/roles.ts';
import type { PersonView } from '../../../registry/identities/identity.schema.ts';
import type { ShownOfficer } from '../../../registry/officers/officer.schema.ts';
import { officerAddress, suspendAddress } from '../../console/registry/addresses.ts';
import type { Visit } from '../../serve/page.ts';

interface SuspendOfficerProps extends Pick<Visit, 'own'> {
  readonly officer: ShownOfficer;
  readonly persons: readonly PersonView[];
  readonly report: string;
}

export function SuspendOfficer({ officer, own, persons, report }: SuspendOfficerProps) {
  const address = officerAddress(officer.id);
  if (officer.status === 'suspended') {
    return (
      <p>
        <a href={address}>{officer.name}</a> is suspended.
      </p>
    );
  }
  const roles: readonly string[] = rolesFor('suspend_subject');
  const names = persons
    .filter((one) => one.roles.some((role) => roles.includes(role)))
    .map(({ name }) => name);
  return (
    <section class="no-print">
      <h2>Stop the officer at once</h2>
      <p>
        Nobody who reads reports suspends an officer: a sharing administrator does it (
        {names.length === 0 ? 'there is none now' : names.join(', ')}). Next: send one of them this address.
        It opens the page of <a href={address}>{officer.name}</a> with this report as the reason, and one
        press is left.
      </p>
      <pre>{own + suspendAddress(officer.id, report)}</pre>
    </section>
  );
}
