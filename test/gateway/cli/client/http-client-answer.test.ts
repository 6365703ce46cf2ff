/** How the command line tells a refusal: the reasons, and what to do next. */
import { describe, expect, test } from '@jest/globals';
import { bodyOf, GatewayProblem, readAnswer } from '../../../../gateway/cli/client/http-client-answer.ts';
import { sentence } from '../../../../sharing-rules/terms/reasons.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readAnswer(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', ...headers },
    }),
  );

describe('an answer of the gateway', () => {
  test('that is good gives its body: JSON parsed, anything else as text', async () => {
    expect(bodyOf(await answer(200, { a: 1 }))).toEqual({ a: 1 });
    expect(bodyOf(await answer(200, '{"a":1}\n', { 'Content-Type': 'application/x-ndjson' }))).toBe(
      '{"a":1}\n',
    );
    expect(bodyOf(await readAnswer(new Response(null, { status: 204 })))).toBe('');
  });

  test('that refuses becomes an error with its reasons and the next step', async () => {
    const refused = await answer(403, {
      title: 'Refused',
      detail: 'the query is refused',
      reasons: [
        { code: 'case_number_missing', clause: 'Policy 420.5', detail: 'give one' },
        { code: 'newer_than_this' },
      ],
    });
    expect(() => bodyOf(refused)).toThrow(
      new GatewayProblem(
        [
          '403: the query is refused',
          '  case_number_missing (Policy 420.5): give one',
          '    give the case or CAD number in `caseNumber`',
          '  newer_than_this',
          'next: change what the reasons name, each explained in gateway/docs/reasons.md; without a change it is refused again',
        ].join('\n'),
        refused,
      ),
    );
  });

  test('names commands in place of the paths that it names for programs', async () => {
    const said = async (detail: string) => {
      const problem = await answer(409, { detail });
      try {
        return bodyOf(problem);
      } catch (error) {
        return (error as Error).message.split('\n')[0];
      }
    };
    expect(await said('it waits no more (see `GET /v1/queries/3f0c-1`)')).toBe(
      '409: it waits no more (see `npm run gateway -- query --pick-up 3f0c-1`)',
    );
    expect(await said('choose one; `GET /v1/purposes` lists them')).toBe(
      '409: choose one; `npm run gateway -- query --help` lists them',
    );
    expect(await said('correct it with the reasons that `POST /v1/decisions` gives')).toContain(
      '`query --dry-run`',
    );
  });

  test('that refuses who asks says so, where no reasons say what to change', async () => {
    const refused = await answer(403, { detail: 'the access token lacks the scope alpr.admin' });
    expect(() => bodyOf(refused)).toThrow(/lacks the scope alpr.admin\nnext: name with --as the client of/);
  });

  test('that refuses the role names who has it, where the file of clients says so', async () => {
    const clients = [
      { name: 'admin-1', scope: 'alpr.admin', roles: ['sharing_admin'] },
      { name: 'admin-2', scope: 'alpr.admin', roles: ['sharing_admin'] },
      { name: 'chief', scope: 'alpr.admin', roles: ['chief'] },
      { name: 'adams', scope: 'alpr.query' },
    ];
    const next = async (detail: string, asked: string) => {
      const refused = await answer(403, { detail });
      try {
        return bodyOf(refused, { asked, clients });
      } catch (error) {
        return (error as Error).message.split('\nnext: name with --as ')[1];
      }
    };
    const role = 'your role does not allow this: it needs the role auditor or chief';
    expect(await next(role, 'admin-1')).toBe('somebody who may: --as chief');
    expect(await next('the access token lacks the scope alpr.query', 'chief')).toContain(': --as adams');
    const persons = 'a grant takes two persons: another administrator must approve it';
    expect(await next(persons, 'admin-1')).toBe('somebody who may: --as admin-2');
    expect(await next('no such thing', 'chief')).toBe('the client of somebody who may');
  });

  test('that refuses while sharing is halted says to send the same again, and nothing against it', async () => {
    const reasons = [{ code: 'sharing_halted', clause: 'Policy 420.7' }];
    const halted = await answer(403, { detail: sentence({ code: 'sharing_halted' }), reasons });
    expect(() => bodyOf(halted)).toThrow(/resumed\n.*\nnext: send the same query again then$/);
    const both = [...reasons, { code: 'case_number_missing', clause: 'Policy 420.4' }];
    const wrong = await answer(403, { detail: 'halted', reasons: both });
    expect(() => bodyOf(wrong)).toThrow(/next: change what the reasons name/);
  });

  test.each([
    ['the DPoP proof is refused: its htu is not the public URL', /next: set `resource` .* to the PUBLIC_URL/],
    ['the access token is for another audience: ask for this resource', /next: set `resource` /],
    [
      'the DPoP proof is refused: its iat is not within the last 60 s: is the clock right?',
      /next: set .* clock/,
    ],
    ['the access token has expired: get a new one', /next: set this machine's clock right/],
    [
      'the access token is not accepted here',
      /next: check that the client is registered, with its person, and neither was removed/,
    ],
  ])('with 401 for "%s" names what mends it, and no other thing', async (detail, says) => {
    const refused = await answer(401, { detail });
    expect(() => bodyOf(refused)).toThrow(says);
    const clock = detail.includes('clock') || detail.includes('expired');
    expect(() => bodyOf(refused)).toThrow(clock ? /clock right/ : /^(?!(.|\n)*next: .*clock)/);
  });

  test.each([
    [503, { 'Retry-After': '7' }, /next: try again in 7 s/],
    [401, {}, /next: check that the client is registered/],
    [500, {}, /500: the gateway refused$/],
  ])('with status %i says when or how to go on', async (status, headers, says) => {
    const refused = await answer(status, 'no json', { ...headers, 'Content-Type': 'text/plain' } as Record<
      string,
      string
    >);
    expect(() => bodyOf(refused)).toThrow(says);
  });
});
