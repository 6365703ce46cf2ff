/** Two persons who signed in with a second factor grant sharing, as the gateway wants it. */
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import type { Asker } from '../../../setup/asker.ts';
import { control } from '../attack.ts';
import { type Answer, ask, describe } from './ask.ts';

const DAY = 86_400_000;
const APPROVED = PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code);

/** Records that one agency may get in a day; high enough never to be reached. */
const MANY = 10_000_000;

export function grantBody(partner: string, dailyRecords = MANY): object {
  const today = new Date().toISOString().slice(0, 10);
  return {
    partner,
    purposes: APPROVED,
    dataClasses: ['reads', 'hits', 'hot_lists'],
    lookBackDays: 30,
    dailyRecords,
    validUntil: new Date(Date.now() + 90 * DAY).toISOString(),
    agreement: { reference: 'MOU-1', signedOn: today, article74: true, officerMfa: true },
    certification: { signer: 'A Signer', signedOn: today },
  };
}

/** Resolves to both answers; the second is null where the first is no proposal. */
export async function proposeAndApprove(
  gateway: string,
  [first, second]: readonly [Asker, Asker],
  body: object,
): Promise<readonly [Answer, Answer | null]> {
  const proposed = await ask(gateway, first, 'POST', '/v1/grants', body);
  if (proposed.status !== 201) return [proposed, null];
  return [proposed, await ask(gateway, second, 'POST', `/v1/grants/${proposed.body.id}/approve`, {})];
}

/** @throws ControlFailed where two persons cannot grant it */
export async function grantSharing(
  gateway: string,
  administrators: readonly [Asker, Asker],
  body: object,
): Promise<string> {
  const [proposed, approved] = await proposeAndApprove(gateway, administrators, body);
  control(
    approved?.status === 200,
    `two persons could not grant sharing: ${describe(proposed)}, ${approved ? describe(approved) : '-'} ${approved?.text ?? proposed.text}`,
  );
  return proposed.body.id;
}
