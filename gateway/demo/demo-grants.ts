/** The demo's grants, made as real ones are: proposed by one administrator, approved by another, over HTTP. */
import { PURPOSES } from '../../sharing-rules/purposes.ts';
import type { Client } from '../cli/connect.ts';
import { CAST, type DemoGrant } from './demo-cast.ts';

const DAY = 86_400_000;
const LARGEST_DAY = 10_000_000;

/** Brings every partner of the cast to the grant that the demo promises; what is so already stays. */
export async function makeDemoGrants(proposer: Client, approver: Client, now: number): Promise<void> {
  for (const { ori, grant } of CAST) {
    if (grant === 'active' || grant === 'revoked') await bringTo(grant, ori, proposer, approver, now);
  }
}

async function bringTo(
  wanted: DemoGrant,
  partner: string,
  proposer: Client,
  approver: Client,
  now: number,
): Promise<void> {
  const { grants } = await proposer.call<{ grants: { status: string }[] }>(
    'GET',
    `/v1/grants?partner=${partner}`,
  );
  const statuses = grants.map(({ status }) => status);
  if (wanted === 'active' ? statuses.includes('active') : statuses.includes('revoked')) return;
  const { id } = await proposer.call<{ id: string }>('POST', '/v1/grants', proposalFor(partner, now));
  await approver.call('POST', `/v1/grants/${id}/approve`);
  if (wanted === 'revoked') {
    await proposer.call('POST', `/v1/agencies/${partner}/revoke`, { reason: 'revoked for the demo' });
  }
}

function proposalFor(partner: string, now: number): Record<string, unknown> {
  const today = new Date(now).toISOString().slice(0, 10);
  return {
    partner,
    purposes: PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code),
    dataClasses: ['reads', 'hits', 'hot_lists'],
    lookBackDays: 30,
    dailyRecords: LARGEST_DAY,
    validUntil: new Date(now + 300 * DAY).toISOString(),
    agreement: { reference: `DEMO-${partner}`, signedOn: today, article74: true, officerMfa: true },
    certification: { signer: 'Demo Signer', signedOn: today },
  };
}
