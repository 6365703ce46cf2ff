/** Says in words what a change of an agency has done, and what comes next. */
import { isBroughtByGrant, lackInWords } from '../../../sharing-rules/administer.ts';
import type { Client } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { nextCommand } from '../../cli/next-command.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { ChangedAgency, listedAgency } from './agency.schema.ts';
import { earlierEnd } from './earlier-end.ts';

/** An agency as it is listed; after a change, also with the results of the change. */
export type AgencyView = TypeOf<typeof listedAgency> & Partial<Pick<ChangedAgency, 'lowered' | 'freed'>>;

/** @param isGranted true if a grant is in force now */
export async function describeChange(
  client: Client,
  agency: AgencyView,
  { done, isGranted }: { readonly done: string; readonly isGranted: boolean },
): Promise<string> {
  return [
    `${agency.ori} ${done}: ${agency.eligible ? '' : 'not eligible: '}${standingOf(agency, isGranted)}`,
    ...(await consequencesOf(client, agency)),
    ...freedBy(agency),
    ...nextOf(agency, isGranted),
  ].join('\n');
}

export function standingOf({ eligible, reasons }: AgencyView, isGranted: boolean): string {
  if (eligible) return isGranted ? 'eligible, grant in force' : 'eligible, no grant in force';
  return reasons.map(lackInWords).join(', ');
}

/** Says that a withdrawal ended the grant, if there was one, of an agency that is no longer eligible. */
async function consequencesOf(client: Client, { eligible, lowered, ori }: AgencyView): Promise<string[]> {
  if (!lowered) return [];
  if (eligible) return [describeWithdrawal(lowered)];
  const nothing = await earlierEnd(client, ori, lowered.index).catch(() => null);
  return [`${nothing ?? 'its grants have ended'}; ${describeWithdrawal(lowered)}`];
}

function freedBy({ freed = 0 }: AgencyView): string[] {
  if (freed === 0) return [];
  const queries = freed === 1 ? '1 held query waited' : `${freed} held queries waited`;
  return [`${queries} for the roster alone: each is judged again when it is picked up, without a reviewer`];
}

function nextOf({ reasons, status }: AgencyView, isGranted: boolean): string[] {
  if (isGranted || status !== 'active') return [];
  if (!reasons.every(({ code }) => isBroughtByGrant(code))) return [];
  return [`nothing is shared with it; next, by two administrators: ${nextCommand('grant propose --help')}`];
}
