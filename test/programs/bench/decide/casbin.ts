/**
 * The same rules in Casbin, in its two idioms: a policy line for each grant, held by the enforcer; and a matcher
 * over attributes, where the caller looks the grant up and hands it over. Deny overrides in both.
 */

import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { Agency } from '../../../../sharing-rules/terms/agency.ts';
import { findAgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';
import { factsFor } from '../../../../sharing-rules/terms/registry.ts';
import { type Decider, offenseWord } from './decider.ts';
import { PROHIBITED_OFFENSES, PROHIBITED_PURPOSES, type World } from './world.ts';

const DENY_OVERRIDES = `
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))`;

const BY_LINES = `
[request_definition]
r = sub, purpose, offense, now
[policy_definition]
p = sub, purposes, offense, from, until, eft
${DENY_OVERRIDES}
[matchers]
m = (p.sub == "*" || r.sub.ori == p.sub) && (p.offense == "*" || r.offense == p.offense) && \
r.sub.eligible && r.now >= p.from && r.now < p.until && lists(p.purposes, r.purpose)`;

const BY_ATTRIBUTES = `
[request_definition]
r = sub, grant, purpose, offense, now
[policy_definition]
p = purpose, offense, eft
${DENY_OVERRIDES}
[matchers]
m = (p.purpose == r.purpose || p.offense == r.offense) || (p.eft == "allow" && r.sub.eligible && \
r.grant.active && r.now >= r.grant.from && r.now < r.grant.until && lists(r.grant.purposes, r.purpose))`;

const ALWAYS = ['0', String(Number.MAX_SAFE_INTEGER)];

async function enforcer(model: string, lines: string[][]): Promise<Enforcer> {
  // The adapter appends; `addPolicies` would compare each line with all the others.
  const policy = lines.map((line) => `p, ${line.join(', ')}`).join('\n');
  const made = await newEnforcer(newModelFromString(model), new StringAdapter(policy));
  await made.addFunction('lists', (purposes: string, purpose: string) => {
    return purposes === '*' || purposes.split('|').includes(purpose);
  });
  return made;
}

function subject({ ori, class: name, boundByArticle74, has287g, federalMembers, status }: Agency) {
  const fit = findAgencyClass(name)?.answer === 'eligible' && boundByArticle74 && !has287g && !federalMembers;
  return { ori, eligible: fit === true && status === 'active' };
}

const NOBODY = { ori: '', eligible: false };
const NO_GRANT = { active: false, from: 0, until: 0, purposes: '' };

export async function casbinDeciders({ registry }: World): Promise<Decider[]> {
  const grants = [...registry.agencies.values()].flatMap((agency) => {
    const grant = registry.grants.get(agency.id);
    if (grant?.status !== 'active') return [];
    const { purposes, validFrom, validUntil } = grant;
    return [[agency.ori, purposes.join('|'), '*', String(validFrom), String(validUntil), 'allow']];
  });
  const byLines = await enforcer(BY_LINES, [
    ...PROHIBITED_PURPOSES.map((purpose) => ['*', purpose, '*', ...ALWAYS, 'deny']),
    ...PROHIBITED_OFFENSES.map((offense) => ['*', '*', offense, ...ALWAYS, 'deny']),
    ...grants,
  ]);
  const byAttributes = await enforcer(BY_ATTRIBUTES, [
    ...PROHIBITED_PURPOSES.map((purpose) => [purpose, '-', 'deny']),
    ...PROHIBITED_OFFENSES.map((offense) => ['-', offense, 'deny']),
    ['-', '-', 'allow'],
  ]);
  const effect = (allowed: boolean) => (allowed ? 'permit' : 'deny');
  return [
    {
      name: 'casbin, a line per grant',
      decide: ({ ori, input }) => {
        const { agency } = factsFor(registry, ori);
        const { code, offense } = input.query.purpose;
        const sub = agency ? subject(agency) : NOBODY;
        return effect(byLines.enforceSync(sub, code, offenseWord(offense), input.now));
      },
    },
    {
      name: 'casbin, grant as attributes',
      decide: ({ ori, input }) => {
        const { agency, grant } = factsFor(registry, ori);
        const { code, offense } = input.query.purpose;
        const sub = agency ? subject(agency) : NOBODY;
        const given = grant
          ? {
              ...{ active: grant.status === 'active', from: grant.validFrom, until: grant.validUntil },
              purposes: grant.purposes.join('|'),
            }
          : NO_GRANT;
        return effect(byAttributes.enforceSync(sub, given, code, offenseWord(offense), input.now));
      },
    },
  ];
}
