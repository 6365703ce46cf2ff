/** `demo code`: what a person of the demo types to sign in, who has no authenticator. */
import type { Command } from 'commander';
import { localPart } from '../cli/administration/part.ts';
import { type ClientsFile, readClientsFile } from '../cli/client/connect.ts';
import { nextCommand } from '../cli/next-command.ts';
import type { Typed } from './issuer/type-in.ts';

const NOTES = `
The demo's people sign in with a password and a one-time code, made at its
first start and kept in \`.data/demo.json\`. A real person's code is only in
their authenticator; this command knows only the demo's people.
`;

export const demoCodeCommand = (): Command =>
  localPart({
    name: 'code',
    description: 'print the password and current one-time code of a person of the demo, for its sign-in page',
    argument: ['<login>', 'who signs in, e.g. admin-2'],
    notes: NOTES,
    example: 'demo code admin-2',
    json: '{ login, password, code }',
    work: async ({ named: login }) => {
      const { password, totpSecret } = personOf(readClientsFile(), login);
      const { Secret, TOTP } = await import('otpauth');
      const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
      const again = nextCommand(`demo code ${login}`);
      const say = () =>
        [
          `login     ${login}`,
          `password  ${password}`,
          `code      ${code}   good for 30 seconds at least, once; then print the next: ${again}`,
        ].join('\n');
      return { result: { login, password, code }, say };
    },
  });

/** @throws Error for whatever is not the demo's */
function personOf(file: ClientsFile & { readonly people?: readonly Typed[] }, login: string): Typed {
  const { demo, people = [] } = file;
  if (demo !== true) {
    throw new Error(
      "these are not the demo's clients: sign in with your own password and authenticator, " +
        'or leave CLIENTS_FILE out to use the demo',
    );
  }
  const person = people.find((each) => each.login === login);
  if (person !== undefined) return person;
  throw new Error(
    `the demo has no person \`${login}\`: name one of ${people.map((each) => each.login).join(', ')}`,
  );
}
