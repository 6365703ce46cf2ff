/** The steps of the gateway's database, in order. A merged step is never edited. */
import type { Migration } from '../migration.ts';
import { up as registry } from './001-registry.ts';
import { up as log } from './002-log.ts';
import { up as release } from './003-release.ts';
import { up as roles } from './004-roles.ts';
import { up as idempotency } from './010-idempotency.ts';
import { up as nodeLease } from './010-node-lease.ts';
import { up as hotLists } from './020-hot-lists.ts';
import { up as hitsAndJobs } from './021-hits-and-jobs.ts';
import { up as exchange } from './022-exchange.ts';
import { up as listBlocks } from './025-list-blocks.ts';
import { up as reviews } from './040-reviews.ts';
import { up as misuse } from './041-misuse.ts';
import { up as attestations } from './042-attestations.ts';
import { up as agencyClasses } from './043-agency-classes.ts';
import { up as lookBack } from './044-look-back.ts';
import { up as detailsUncompressed } from './045-details-uncompressed.ts';
import { up as listMemory } from './046-list-memory.ts';
import { up as identitiesHeard } from './047-identities-heard.ts';
import { up as listPieces } from './048-list-pieces.ts';
import { up as standingGrants } from './049-standing-grants.ts';
import { up as agencyIdentities } from './050-agency-identities.ts';
import { up as issuerRemoved } from './051-issuer-removed.ts';
import { up as issuerChanges } from './052-issuer-changes.ts';
import { up as endpointApproval } from './053-endpoint-approval.ts';
import { up as resumeTwoPersons } from './060-resume-two-persons.ts';
import { up as logIdentity } from './061-log-identity.ts';
import { up as namedOfficers } from './062-named-officers.ts';
import { up as agencyCounts } from './063-agency-counts.ts';
import { up as twoPeople } from './065-two-people.ts';
import { up as misuseSearch } from './066-misuse-search.ts';
import { up as auditIndices } from './066b-audit-indices.ts';
import { up as detailsByDay } from './068-details-by-day.ts';
import { up as guards } from './069-guards.ts';
import { up as logGrows } from './069-log-grows.ts';
import { up as rolePrivileges } from './069-role-privileges.ts';
import { up as toldInLog } from './069-told-in-log.ts';
import { up as publishedLog } from './070-published-log.ts';
import { up as pushBegan } from './071-push-began.ts';
import { up as envelopeKeys } from './072-envelope-keys.ts';
import { up as commitCost } from './073-commit-cost.ts';
import { up as rosters } from './075-rosters.ts';
import { up as appendLog } from './076-append-log.ts';
import { up as reviewVerdicts } from './077-review-verdicts.ts';
import { up as pageSessions } from './078-page-sessions.ts';
import { up as transparency } from './080-transparency.ts';
import { up as grantLists } from './082-grant-lists.ts';
import { up as cosignatures } from './083-cosignatures.ts';
import { up as keptRules } from './084-kept-rules.ts';
import { up as thinCheckpoints } from './085-thin-checkpoints.ts';
import { up as boundedTables } from './086-bounded-tables.ts';
import { up as logKeyRotation } from './087-log-key-rotation.ts';
import { up as listedInOrder } from './088-listed-in-order.ts';
import { up as vendorList } from './091-vendor-list.ts';
import { up as hitsOfVendor } from './092-hits-of-vendor.ts';
import { up as readsSources } from './093-reads-sources.ts';
import { up as ownQueries } from './100-own-queries.ts';
import { up as recordsClerk } from './101-records-clerk.ts';
import { up as releasedPlates } from './102-released-plates.ts';
import { up as endpointDeliveries } from './103-endpoint-deliveries.ts';
import { up as cameraPrefixes } from './104-camera-prefixes.ts';
import { up as countedLists } from './106-counted-lists.ts';
import { up as reportClosers } from './107-report-closers.ts';
import { up as unloggedWords } from './108-unlogged-words.ts';
import { up as shortReleasedWords } from './109-short-released-words.ts';
import { up as leaseTerm } from './110-lease-term.ts';
import { up as logClock } from './111-log-clock.ts';
import { up as dailyNumbers } from './120-daily-numbers.ts';
import { up as rulesNotRun } from './125-rules-not-run.ts';
import { up as proposals } from './135-proposals.ts';
import { up as personsSuspended } from './136-persons-suspended.ts';
import { up as witnessRemovals } from './140-witness-removals.ts';
import { up as incidentUses } from './150-incident-uses.ts';
import { up as recordsChecks } from './155-records-checks.ts';
import { up as statedIncidents } from './160-stated-incidents.ts';
import { up as recordsAnswers } from './165-records-answers.ts';
import { up as listsNotRemembered } from './170-lists-not-remembered.ts';
import { up as entriesByPlate } from './171-entries-by-plate.ts';

export const gatewayMigrations: readonly Migration[] = [
  { name: '001-registry', up: registry },
  { name: '002-log', up: log },
  { name: '003-release', up: release },
  { name: '004-roles', up: roles },
  { name: '010-idempotency', up: idempotency },
  { name: '010-node-lease', up: nodeLease },
  { name: '020-hot-lists', up: hotLists },
  { name: '021-hits-and-jobs', up: hitsAndJobs },
  { name: '022-exchange', up: exchange },
  { name: '025-list-blocks', up: listBlocks },
  { name: '040-reviews', up: reviews },
  { name: '041-misuse', up: misuse },
  { name: '042-attestations', up: attestations },
  { name: '043-agency-classes', up: agencyClasses },
  { name: '044-look-back', up: lookBack },
  { name: '045-details-uncompressed', up: detailsUncompressed },
  { name: '046-list-memory', up: listMemory },
  { name: '047-identities-heard', up: identitiesHeard },
  { name: '048-list-pieces', up: listPieces },
  { name: '049-standing-grants', up: standingGrants },
  { name: '050-agency-identities', up: agencyIdentities },
  { name: '051-issuer-removed', up: issuerRemoved },
  { name: '052-issuer-changes', up: issuerChanges },
  { name: '053-endpoint-approval', up: endpointApproval },
  { name: '060-resume-two-persons', up: resumeTwoPersons },
  { name: '061-log-identity', up: logIdentity },
  { name: '062-named-officers', up: namedOfficers },
  { name: '063-agency-counts', up: agencyCounts },
  { name: '065-two-people', up: twoPeople },
  { name: '066-misuse-search', up: misuseSearch },
  { name: '066b-audit-indices', up: auditIndices },
  { name: '068-details-by-day', up: detailsByDay },
  { name: '069-guards', up: guards },
  { name: '069-log-grows', up: logGrows },
  { name: '069-told-in-log', up: toldInLog },
  { name: '069-role-privileges', up: rolePrivileges },
  { name: '070-published-log', up: publishedLog },
  { name: '071-push-began', up: pushBegan },
  { name: '072-envelope-keys', up: envelopeKeys },
  { name: '073-commit-cost', up: commitCost },
  { name: '075-rosters', up: rosters },
  { name: '076-append-log', up: appendLog },
  { name: '077-review-verdicts', up: reviewVerdicts },
  { name: '078-page-sessions', up: pageSessions },
  { name: '080-transparency', up: transparency },
  { name: '082-grant-lists', up: grantLists },
  { name: '083-cosignatures', up: cosignatures },
  { name: '084-kept-rules', up: keptRules },
  { name: '085-thin-checkpoints', up: thinCheckpoints },
  { name: '086-bounded-tables', up: boundedTables },
  { name: '087-log-key-rotation', up: logKeyRotation },
  { name: '088-listed-in-order', up: listedInOrder },
  { name: '091-vendor-list', up: vendorList },
  { name: '092-hits-of-vendor', up: hitsOfVendor },
  { name: '093-reads-sources', up: readsSources },
  { name: '100-own-queries', up: ownQueries },
  { name: '101-records-clerk', up: recordsClerk },
  { name: '102-released-plates', up: releasedPlates },
  { name: '103-endpoint-deliveries', up: endpointDeliveries },
  { name: '104-camera-prefixes', up: cameraPrefixes },
  { name: '106-counted-lists', up: countedLists },
  { name: '107-report-closers', up: reportClosers },
  { name: '108-unlogged-words', up: unloggedWords },
  { name: '109-short-released-words', up: shortReleasedWords },
  { name: '110-lease-term', up: leaseTerm },
  { name: '111-log-clock', up: logClock },
  { name: '120-daily-numbers', up: dailyNumbers },
  { name: '125-rules-not-run', up: rulesNotRun },
  { name: '135-proposals', up: proposals },
  { name: '136-persons-suspended', up: personsSuspended },
  { name: '140-witness-removals', up: witnessRemovals },
  { name: '150-incident-uses', up: incidentUses },
  { name: '155-records-checks', up: recordsChecks },
  { name: '160-stated-incidents', up: statedIncidents },
  { name: '165-records-answers', up: recordsAnswers },
  { name: '170-lists-not-remembered', up: listsNotRemembered },
  { name: '171-entries-by-plate', up: entriesByPlate },
];
