/** Makes the demo's grants like real ones: one administrator proposes, another approves, over HTTP. */
import { SHARED_CLASSES } from '../../../sharing-rules/terms/agency.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { Client } from '../../cli/client/connect.ts';
import { AGREEMENT_OVER } from '../../network/agreements/settle-note.ts';
import type { DemoCast } from './demo-cast.ts';

type Asker = Pick<Client, 'call'>;

/** A cap so large that it does not limit a load test. */
export const LARGEST_DAY = 10_000_000;

interface SeenGrant {
  readonly id: string;
  readonly status: string;
  readonly agreement: { readonly reference: string; readonly id?: string };
  readonly endedReason: string | null;
}

/**
 * Gives every partner of the cast its promised grant once, and the owner its own use: an agency that ever had a
 * grant stays as its administrators left it. Resolves to true if anything was granted.
 */
export async function makeDemoGrants(
  { clients, owner }: DemoCast,
  proposer: Asker,
  approver: Asker,
  now: number,
): Promise<boolean> {
  const begin = (ori: string) => grantFirst({ ori, isOwner: ori === owner }, proposer, approver, now);
  let granted = await begin(owner);
  for (const { ori, grant } of clients) {
    if (grant !== 'active' && grant !== 'revoked') continue;
    if (await begin(ori)) granted = true;
    if (grant === 'revoked') await revokeFirst(ori, proposer);
  }
  return granted;
}

interface Granted {
  readonly ori: string;
  readonly isOwner: boolean;
}

// INVARIANT: a restart grants nothing that was granted before, whatever has become of it.
async function grantFirst(
  { isOwner, ori: partner }: Granted,
  proposer: Asker,
  approver: Asker,
  now: number,
): Promise<boolean> {
  const [only, ...others] = await grantsOf(partner, proposer);
  if (others.length > 0 || (only !== undefined && !isHalfMade(only, partner))) return false;
  const { id } =
    only ?? (await proposer.call<SeenGrant>('POST', '/v1/grants', proposalFor(partner, isOwner, now)));
  await approver.call('POST', `/v1/grants/${id}/approve`);
  return true;
}

/** The agreement of two gateways, as far as a grant under it needs it. */
export interface GrantingAgreement {
  readonly id: string;
  readonly until: string;
}

/**
 * Gives the other agency its grant under the agreement once, and again where that agreement has taken the place of the
 * one that the grant was under: with `PORT=0` each start has other addresses, and so another agreement.
 */
export async function grantUnder(
  { id: agreement, until }: GrantingAgreement,
  partner: string,
  { approver, proposer }: { readonly approver: Asker; readonly proposer: Asker },
  now: number,
): Promise<void> {
  const [last] = await grantsOf(partner, proposer);
  const isProposed = last?.status === 'proposed' && last.agreement.id === agreement;
  if (last !== undefined && !isProposed && !(await wentWithReplaced(last, proposer))) return;
  const terms = { ...proposalFor(partner, false, now), agreement: { id: agreement }, validUntil: until };
  const { id } = isProposed ? last : await proposer.call<SeenGrant>('POST', '/v1/grants', terms);
  await approver.call('POST', `/v1/grants/${id}/approve`);
}

async function wentWithReplaced({ agreement, endedReason }: SeenGrant, proposer: Asker): Promise<boolean> {
  if (endedReason !== AGREEMENT_OVER || agreement.id === undefined) return false;
  const path = `/v1/agreements/${agreement.id}`;
  return (await proposer.call<{ status: string }>('GET', path)).status === 'replaced';
}

/** True for the demo's own first proposal, if its first start was interrupted before the approval. */
function isHalfMade({ agreement, status }: SeenGrant, partner: string): boolean {
  return status === 'proposed' && agreement.reference === referenceFor(partner);
}

/** Revokes only while the demo's own grant is the only one ever: a later one is an administrator's. */
async function revokeFirst(partner: string, administrator: Asker): Promise<void> {
  const [only, ...others] = await grantsOf(partner, administrator);
  if (others.length > 0 || only?.status !== 'active') return;
  await administrator.call('POST', `/v1/agencies/${partner}/revoke`, { reason: 'revoked for the demo' });
}

async function grantsOf(partner: string, administrator: Asker): Promise<readonly SeenGrant[]> {
  const path = `/v1/grants?partner=${partner}`;
  return (await administrator.call<{ grants: SeenGrant[] }>('GET', path)).grants;
}

const referenceFor = (partner: string) => `DEMO-${partner}`;

function proposalFor(partner: string, isOwner: boolean, now: number): Record<string, unknown> {
  const today = utcDay(now);
  return {
    partner,
    purposes: PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code),
    dataClasses: isOwner ? ['own'] : SHARED_CLASSES,
    lookBackDays: 30,
    dailyRecords: LARGEST_DAY,
    validUntil: new Date(now + 300 * DAY).toISOString(),
    agreement: { reference: referenceFor(partner), signedOn: today, article74: true, officerMfa: true },
    ...(isOwner ? {} : { certification: { signer: 'Demo Signer', signedOn: today } }),
  };
}
