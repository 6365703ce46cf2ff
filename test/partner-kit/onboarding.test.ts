/** "Onboarding a partner agency", followed to the letter at a running demo. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AGENCY_CLASSES } from '../../sharing-rules/terms/agency-classes.ts';
import { commandsOn, useGatewayFolder } from './gateway-folder.ts';

const page = readFileSync(new URL('../../partner-kit/onboarding.md', import.meta.url), 'utf8');

describe('the page "Onboarding a partner agency"', () => {
  const commands = commandsOn('onboarding.md');
  const place = useGatewayFolder();

  /** Runs the next block, which must work. @returns what it printed */
  function next(): string {
    const { status, words } = place.folder.run(commands.shift() ?? 'exit 1');
    expect([status, words]).toEqual([0, words]);
    return words;
  }

  test('has every type of agency that can be a partner, and no other', () => {
    const rows = page
      .split('\n')
      .filter(
        (line) => /^\|.*`\w+`.*\|$/.test(line) && /held until|in filed cases|bound by article/.test(line),
      );
    const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const eligible = AGENCY_CLASSES.filter(({ answer }) => answer !== 'refused').map((rule) => rule.class);
    expect(named.sort()).toEqual([...eligible].sort());
  });

  test('makes a key pair: the private half for the partner’s system, the public one for the issuer', () => {
    next();
    const { keys } = JSON.parse(place.folder.read('jwks.json'));
    const { d, ...half } = JSON.parse(place.folder.read('private-jwk.json'));
    expect([d, keys]).toEqual([expect.any(String), [{ ...half, use: 'sig', alg: 'ES256' }]]);
    const { crv, kty, x, y, kid } = half;
    const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
    expect(kid).toBe(thumbprint);
  });

  test('prints the purposes, and the drop-down reasons that the gateway knows', () => {
    const printed = next();
    expect(printed).toMatch(/stolen_vehicle.*approved/);
    const examples = [...page.matchAll(/^\| ([A-Z][^|]*) \| (?:`(\w+)`)? *\| [^|]*\|$/gm)];
    expect(examples.length).toBeGreaterThan(2);
    for (const [, value = '', code = 'prohibited'] of examples) {
      const row = printed.split('\n').find((line) => line.includes(`'${value}'`));
      if (value !== 'Other') expect(row).toMatch(new RegExp(`${code}|not_approved`));
    }
  });

  // Each with the time that a few commands take on a busy machine.
  test.each<[string, RegExp]>([
    ['registers its issuer and client', /clients: 1 added[\s\S]*registered:[\s\S]*issuers: 1 added/],
    ['confirms the agency and its roster', /^CO0010200 changed/m],
    ['gives the grant by two persons', /^in force for CO0010200/m],
    ['sets by two persons where hits are told', /whsec_[\s\S]*^CO0010200 is told at https:\/\/brighton/m],
    ['asks in its place', /would be permitted[\s\S]*receipt checked/],
    ['attests its officer', /^CO0010200 officer-1: active/m],
    ['looks at the result', /grant in force[\s\S]*brighton-cad[\s\S]*^verified/m],
  ])(
    'then %s',
    (_step, seen) => {
      expect(next()).toMatch(seen);
    },
    300_000,
  );

  test('ends with the key of the log, for the partner', () => {
    expect(next().trim()).toBe(place.demo.file.logKey);
    expect(commands).toEqual([]);
  });

  const changes = page.slice(page.indexOf('## When something changes')).matchAll(/`(npm run [^`]+)`/g);
  test.each([...changes].map(([, command]) => command as string))(
    'and what is to be typed when something changes works: %s',
    (command) => {
      expect(place.folder.run(command)).toMatchObject({ status: 0 });
    },
    60_000,
  );

  test('after which nothing can be granted to it any more', async () => {
    const administrator = await place.demo.as('admin-1');
    const agency = await administrator.call<object>('GET', '/v1/agencies/CO0010200');
    // The larger roster waits for another administrator.
    expect(agency).toMatchObject({ has287g: true, eligible: false, roster: 85 });
  });
});
