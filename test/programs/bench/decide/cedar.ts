/**
 * The same rules in Cedar, in its two idioms: a template linked once for each grant, the links held in the parsed
 * policy set; and policies over attributes, where the caller hands over the grant with the principal.
 */

import v8 from 'node:v8';
import {
  type EntityJson,
  type PolicySet,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Agency, Grant } from '../../../../sharing-rules/terms/agency.ts';
import { factsFor } from '../../../../sharing-rules/terms/registry.ts';
import { type Decider, offenseWord } from './decider.ts';
import { OWNER, PROHIBITED_OFFENSES, PROHIBITED_PURPOSES, type Request, type World } from './world.ts';

// V8 of Node 20 aborts (`unreachable code` in its deoptimizer) when it inlines these WebAssembly calls.
if (process.version.startsWith('v20.')) v8.setFlagsFromString('--no-turbo-inline-js-wasm-calls');

const set = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

const ELIGIBLE = set(['municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor']);

const FORBIDS = `
forbid (principal, action, resource) when { ${set(PROHIBITED_PURPOSES)}.contains(context.purpose) };
forbid (principal, action, resource) when { ${set(PROHIBITED_OFFENSES)}.contains(context.offense) };
forbid (principal, action, resource) unless {
  ${ELIGIBLE}.contains(principal.class) && principal.boundByArticle74 && !principal.has287g &&
  !principal.federalMembers && principal.status == "active"
};`;

const PERMIT_BY_ATTRIBUTES = `
permit (principal is Agency, action == Action::"query", resource == Owner::"${OWNER}") when {
  principal has grant && principal.grant.active && context.now >= principal.grant.validFrom &&
  context.now < principal.grant.validUntil && principal.grant.purposes.contains(context.purpose)
};`;

/** Linked for each active grant: to the agency, and to the share of the owner's reads that the grant opens. */
const PERMIT_TEMPLATE = `
permit (principal == ?principal, action == Action::"query", resource == ?resource) when {
  context.now >= resource.validFrom && context.now < resource.validUntil &&
  resource.purposes.contains(context.purpose)
};`;

function load(id: string, policies: PolicySet): void {
  const answer = preparsePolicySet(id, policies);
  if (answer.type === 'failure') throw new Error(`cedar refuses \`${id}\`: ${JSON.stringify(answer.errors)}`);
}

const action = { type: 'Action', id: 'query' };
const owner: EntityJson = { uid: { type: 'Owner', id: OWNER }, attrs: {}, parents: [] };

function ask(policySet: string, { input }: Request, principal: EntityJson, resource: EntityJson) {
  const { code, offense } = input.query.purpose;
  const answer = statefulIsAuthorized({
    principal: principal.uid,
    action,
    resource: resource.uid,
    context: { now: input.now, purpose: code, offense: offenseWord(offense) },
    preparsedPolicySetId: policySet,
    entities: [principal, resource],
  });
  if (answer.type === 'failure') throw new Error(`cedar fails: ${JSON.stringify(answer.errors)}`);
  return answer.response.decision === 'allow' ? 'permit' : 'deny';
}

const agencyId = (ori: string) => ({ type: 'Agency', id: ori });
const shareId = (grant: Grant) => ({ type: 'Share', id: grant.id });

function agencyEntity(ori: string, agency: Agency | null): EntityJson {
  if (agency === null) return { uid: agencyId(ori), attrs: {}, parents: [] };
  const { class: name, boundByArticle74, has287g, federalMembers, status } = agency;
  const attrs = { class: name, boundByArticle74, has287g, federalMembers, status };
  return { uid: agencyId(ori), attrs, parents: [] };
}

function grantAttributes({ status, validFrom, validUntil, purposes }: Grant): EntityJson['attrs'] {
  return { active: status === 'active', validFrom, validUntil, purposes: [...purposes] };
}

export function cedarDeciders({ registry }: World): Decider[] {
  const links = [...registry.agencies.values()].flatMap(({ id, ori }) => {
    const grant = registry.grants.get(id);
    if (grant?.status !== 'active') return [];
    const values = { '?principal': agencyId(ori), '?resource': shareId(grant) };
    return [{ templateId: 'grant', newId: grant.id, values }];
  });
  load('links', { staticPolicies: FORBIDS, templates: { grant: PERMIT_TEMPLATE }, templateLinks: links });
  load('attributes', { staticPolicies: PERMIT_BY_ATTRIBUTES + FORBIDS });
  return [
    {
      name: 'cedar, a link per grant',
      decide: (request) => {
        const { agency, grant } = factsFor(registry, request.ori);
        const share = grant && { uid: shareId(grant), attrs: grantAttributes(grant), parents: [] };
        return ask('links', request, agencyEntity(request.ori, agency), share ?? owner);
      },
    },
    {
      name: 'cedar, grant as attributes',
      decide: (request) => {
        const { agency, grant } = factsFor(registry, request.ori);
        const principal = agencyEntity(request.ori, agency);
        if (grant) principal.attrs.grant = grantAttributes(grant);
        return ask('attributes', request, principal, owner);
      },
    },
  ];
}
