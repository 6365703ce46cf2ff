/** What is no file of registrations is refused before anything is looked up. */
import { describe, expect, test } from '@jest/globals';
import { readRegistration } from '../../../../gateway/registry/registration/read-registration.ts';
import { registerCommand } from '../../../../gateway/registry/registration/register-command.ts';
import { ROLES } from '../../../../sharing-rules/terms/roles.ts';
import { FILE } from './registration-file.ts';

const { issuer: ISSUER } = FILE.issuers[0];

describe('a file that is none', () => {
  const read = (text: unknown) => () =>
    readRegistration(Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)));

  test('is refused with everything that is wrong with it', () => {
    const [agency] = FILE.agencies;
    const { status: _, ...statusless } = agency;
    expect(
      read({
        grants: [],
        issuers: [{ issuer: 'id', jwksUri: `${ISSUER}/jwks` }],
        agencies: [{ ...statusless, ori: 'CO1', county: 1, class: 'fed', agreement: { reference: 'x' } }],
        persons: [{ ...FILE.persons[0], roles: ['boss'], password: 'x' }],
        clients: {},
      }),
    ).toThrow(
      [
        'nothing was registered; change this and try again:',
        'the file has an unknown field `grants`: remove it',
        '`issuers[0]` lacks `assertsRoles`',
        '`issuers[0].issuer` must match format "uri"',
        '`agencies[0]` lacks `status`',
        '`agencies[0].ori` must match `^[A-Z]{2}[A-Z0-9]{7}$`',
      ].join('\n  - '),
    );
    expect(read({ clients: {}, persons: [{ ...FILE.persons[0], roles: ['boss'] }] })).toThrow(
      /`persons\[0\]\.roles\[0\]` must be one of: sharing_admin, .*\n {2}- `clients` must be array$/,
    );
    expect(read({ agencies: [{ ...agency, county: 1 }] })).toThrow(
      /try again:\n {2}- `agencies\[0\]\.county` must be string$/,
    );
  });

  test.each([
    ['{', 'the file is not JSON in UTF-8'],
    ['{"issuers":[],"issuers":[]}', 'a key stands twice in one object'],
    ['[]', 'the file must be object'],
  ])('%s', (text, fault) => {
    expect(read(text)).toThrow(fault);
  });
});

test('the help names every role that a person can be given', () => {
  let help = '';
  registerCommand()
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  expect(help.replace(/\s+/g, ' ')).toContain(`one a person: ${ROLES.join(', ')}.`);
});
