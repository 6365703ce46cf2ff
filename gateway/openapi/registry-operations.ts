/** Who may get what: agencies and grants. */
import { validateOptionalReason, validateReason } from '../http/reason.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { lowering, reasons } from '../http/schemas/answers.ts';
import {
  count,
  day,
  flag,
  list,
  object,
  oneOf,
  orNull,
  page,
  type Schema,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';
import { validateAgency, validateAgencyChange } from '../registry/agencies/agency.schema.ts';
import { validateSearch as validateAgencySearch } from '../registry/agencies/agency-search.schema.ts';
import { validateGrant, validateNothing } from '../registry/grants/grant.schema.ts';
import { validateSearch as validateGrantSearch } from '../registry/grants/grant-search.schema.ts';

const agreement = object({
  reference: text,
  signedOn: day,
  expiresOn: orNull(day),
  article74: flag,
  officerMfa: flag,
});
const certification = object({ signer: text, signedOn: day });

const agencyFacts = {
  ori: text,
  oris: list(text),
  name: text,
  class: text,
  state: text,
  county: orNull(text),
  boundByArticle74: flag,
  has287g: flag,
  federalMembers: flag,
  status: oneOf('draft', 'active', 'suspended', 'retired'),
  roster: count,
  agreement: orNull(agreement),
  certification: orNull(certification),
  epoch: count,
  eligible: flag,
  reasons,
};
const wholeAgency = { ...agencyFacts, encryptionKey: orNull({ type: 'object' }) };
const agency = { $id: 'RegisteredAgency', ...object(wholeAgency) };
const changedAgency = {
  $id: 'ChangedAgency',
  ...object({ ...wholeAgency, lowered: orNull(object(lowering)), freed: count }),
};

const grant: Schema = {
  $id: 'Grant',
  ...object({
    id: uuid,
    partner: text,
    partnerName: text,
    status: oneOf('proposed', 'active', 'revoked', 'withdrawn', 'expired'),
    purposes: list(text),
    dataClasses: list(oneOf('reads', 'hits', 'hot_lists')),
    lookBackDays: count,
    dailyRecords: count,
    validFrom: orNull(time),
    validUntil: time,
    agreement,
    certification,
    proposedBy: uuid,
    proposedByName: text,
    proposedAt: time,
    approvedBy: orNull(uuid),
    approvedByName: orNull(text),
    approvedAt: orNull(time),
    endedBy: orNull(uuid),
    endedByName: orNull(text),
    endedAt: orNull(time),
    endedReason: orNull(text),
  }),
};

const revoked = json('In force on every node.', { $id: 'Revoked', ...object(lowering) });
const scope = 'alpr.admin';

export const registryOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/agencies',
    id: 'listAgencies',
    action: 'read_registry',
    summary: 'The registry, by ascending ORI.',
    scope,
    search: validateAgencySearch,
    answers: { 200: json('A page.', { $id: 'Agencies', ...page('agencies', object(agencyFacts)) }) },
  },
  {
    method: 'post',
    path: '/v1/agencies',
    id: 'registerAgency',
    action: 'change_agency',
    summary: 'Register an agency; shares nothing by itself.',
    scope,
    body: validateAgency,
    answers: { 201: json('Registered.', agency, 'Location') },
  },
  {
    method: 'get',
    path: '/v1/agencies/{ori}',
    id: 'readAgency',
    action: 'read_registry',
    summary: 'An agency by any of its ORIs.',
    scope,
    answers: { 200: json('The agency.', agency, 'ETag') },
  },
  {
    method: 'patch',
    path: '/v1/agencies/{ori}',
    id: 'changeAgency',
    action: 'lower_agency',
    conditional: true,
    summary: 'Change facts; what lowers a right goes the way of a revocation.',
    scope,
    body: validateAgencyChange,
    answers: {
      200: json(
        'Changed; `lowered` where a right was; `freed`: held queries that wait no more, now that the roster has room.',
        changedAgency,
        'ETag',
      ),
    },
  },
  {
    method: 'post',
    path: '/v1/agencies/{ori}/revoke',
    id: 'revokeAgency',
    action: 'revoke',
    summary: 'End all grants of an agency, now, on every node.',
    scope,
    body: validateReason,
    answers: { 200: revoked },
  },
  {
    method: 'get',
    path: '/v1/grants',
    id: 'listGrants',
    action: 'read_registry',
    summary: 'Grants, newest state.',
    scope,
    search: validateGrantSearch,
    answers: { 200: json('A page.', { $id: 'Grants', ...page('grants', grant) }) },
  },
  {
    method: 'post',
    path: '/v1/grants',
    id: 'proposeGrant',
    action: 'propose_grant',
    summary: 'Propose a grant; another person approves it.',
    scope,
    body: validateGrant,
    answers: { 201: json('Proposed.', grant, 'Location') },
  },
  {
    method: 'get',
    path: '/v1/grants/{id}',
    id: 'readGrant',
    action: 'read_registry',
    summary: 'One grant.',
    scope,
    answers: { 200: json('The grant.', grant) },
  },
  {
    method: 'post',
    path: '/v1/grants/{id}/approve',
    id: 'approveGrant',
    action: 'approve_grant',
    summary: 'Approve what another person proposed.',
    scope,
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('In force.', grant) },
  },
  {
    method: 'post',
    path: '/v1/grants/{id}/withdraw',
    id: 'withdrawGrant',
    action: 'withdraw_grant',
    summary: 'Take a proposal back.',
    scope,
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Withdrawn.', grant) },
  },
  {
    method: 'post',
    path: '/v1/grants/{id}/revoke',
    id: 'revokeGrant',
    action: 'revoke',
    summary: 'End a grant, now, on every node.',
    scope,
    body: validateReason,
    answers: { 200: revoked },
  },
];
