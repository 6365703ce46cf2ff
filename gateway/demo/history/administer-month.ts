/** Acts for administrators in the demo's month: two of them grant, one revokes, and one halts. */
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { systemClock } from '../../faults/age.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { approveGrant } from '../../registry/grants/approve-grant.ts';
import { proposeGrant } from '../../registry/grants/propose-grant.ts';
import { revokeAgency } from '../../registry/grants/revoke-agency.ts';
import { haltSharing } from '../../registry/sharing/halt-sharing.ts';
import { resumeSharing } from '../../registry/sharing/resume-sharing.ts';
import { InFlight } from '../../release/lease/in-flight.ts';
import { Lease } from '../../release/lease/lease.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import type { Month } from './month.ts';

/** Returns a person who acts by the commands. @throws Error if nobody is registered by that name */
export function grantorOf({ options, registrations }: Month, login: string): Grantor {
  const { issuer } = options.issuer;
  const person = registrations.findPerson(issuer, login);
  if (person?.personId == null) throw new Error(`the demo has nobody by the name \`${login}\``);
  const { agencyId, identities, personId } = person;
  return { agencyId, identities, personId, issuer, clientId: options.clientId, secondFactor: 'off' };
}

export async function grantPartner(month: Month, ori: string, now: number): Promise<void> {
  const { options, pool } = month;
  const deps = { pool, owner: options.config.owner };
  const proposed = await proposeGrant(
    deps,
    {
      partnerOri: ori,
      purposes: PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code),
      dataClasses: ['reads', 'hits', 'hot_lists'],
      ...{ lookBackDays: 30, dailyRecords: 10_000_000, validUntil: now + 330 * DAY },
      agreement: {
        ...{
          reference: `DEMO-${ori}`,
          signedOn: now - 2 * DAY,
          expiresOn: null,
          article74: true,
          officerMfa: true,
        },
      },
      certification: { signer: 'Demo Signer', signedOn: now - 2 * DAY },
    },
    grantorOf(month, 'admin-1'),
  );
  await approveGrant(deps, proposed.id, grantorOf(month, 'admin-2'));
}

export async function revokePartner(month: Month, ori: string): Promise<void> {
  const { id, ori: main } = await requireAgency(month.pool, ori);
  const { personId } = grantorOf(month, 'admin-1');
  await revokeAgency(lowering(month), {
    ...{ agency: { id, ori: main }, personId, reason: 'the agency joined a federal task force' },
  });
}

export async function haltForAnHour(month: Month): Promise<void> {
  const { pool } = month;
  const { personId } = grantorOf(month, 'chief');
  await haltSharing(lowering(month), { personId, reason: 'a partner reported a stolen laptop' });
  for (const login of ['admin-1', 'admin-2']) {
    await resumeSharing({ pool }, { by: grantorOf(month, login), reason: 'the laptop was found, unused' });
  }
}

/** Returns the means to revoke: no node runs yet, and nothing is in flight. */
function lowering({ pool }: Month) {
  return { pool, inFlight: new InFlight(new Lease(systemClock)) };
}
