/** Jobs: tell a partner of a hit, or of a caution on one, if the decision under the locks still permits it. */
import { findIdentities } from '../../identity/registrations-store.ts';
import { endJob, type Job } from '../../jobs/outbox-store.ts';
import { identityChanged } from '../../query/answer.ts';
import { deliverRelease } from '../delivery/deliver-release.ts';
import { findEndpoint } from '../delivery/endpoints-store.ts';
import { findHit } from '../lists/hits-store.ts';
import type { HotListJobDeps } from '../lists/job-deps.ts';
import { pendingOfHit, subjectOfHit } from '../lists/pending-exchange.ts';
import { type NoticeType, noticeBody } from '../lists/release-body.ts';
import { sharedStill } from './shared-still.ts';

/** Tells of the hit itself. @throws GatewayError where the partner could not be told: the job is tried again, and decided again. */
export function notifyHit(job: Job, deps: HotListJobDeps): Promise<void> {
  return notify(job, 'hit.unconfirmed', deps);
}

/** Tells of a caution that began, changed or was lifted: a release of the hit, as it stands now. */
export function notifyCaution(job: Job, deps: HotListJobDeps): Promise<void> {
  return notify(job, 'hit.caution', deps);
}

async function notify(job: Job, type: NoticeType, deps: HotListJobDeps): Promise<void> {
  const { pool, commit, preview, inFlight, now } = deps;
  // INVARIANT: read before the hit, and compared under the locks: who entered the query may be removed in between.
  const identities = job.agencyId === null ? 0 : await findIdentities(pool, job.agencyId);
  const hit = await findHit(pool, job.target);
  const endpoint = job.agencyId === null ? null : await findEndpoint(pool, job.agencyId);
  // The hit was purged, its query withdrawn or ended by its grant or asker, or no endpoint is approved.
  if (hit === null || hit.ended || endpoint === null || hit.agencyId !== endpoint.agency.id)
    return endJob(pool, job, 'refused');
  if ((await sharedStill(deps.readsPool, [hit])).length === 0) return endJob(pool, job, 'refused');
  const { agency } = endpoint;
  const inFlightResponse = inFlight.enter(agency.id);
  try {
    const pending = pendingOfHit(hit, { ...subjectOfHit(hit, agency, now()), identities });
    // An entry of its refusal would tell in public that a car was seen.
    const [against = []] = await preview([pending]);
    if (against.length > 0) return await endJob(pool, job, 'refused');
    const outcome = await commit(pending);
    if (outcome.kind === 'outdated') throw identityChanged();
    if (outcome.kind !== 'released') return await endJob(pool, job, 'refused');
    const { release } = outcome;
    const body = noticeBody({ hit, release }, type, now());
    // Cautions on one hit may come and go: each is a notice of its own.
    const id = type === 'hit.caution' ? `caution_${job.id}` : `hit_${hit.id}`;
    const notice = { agencyId: agency.id, release, inFlightResponse, id, body };
    await endJob(pool, job, (await deliverRelease(notice, deps)) ? 'done' : 'refused');
  } finally {
    inFlightResponse.leave();
  }
}
