/** After `log adopt` its steps name everything that has to follow, each by the person who may do it. */
import { afterEach, expect, test } from '@jest/globals';
import { describeAdopted } from '../../../../gateway/node/log-identity/describe-adoption.ts';

/** A new name for the log, where nothing was in force. */
const ADOPTED = {
  ...{ index: 7, logKey: 'log.test/2+0011aabb+AAAA', oldLogKey: null },
  ...{ isRenamed: true, ended: [], endedSources: [] },
};

const NAMES = ['CLIENTS_FILE', 'DATA_DIR'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("administrators type them in a shell of their own: with their file of clients, not with the node's DATA_DIR", () => {
  process.env.DATA_DIR = '/var/lib/alpr-of-a-node';
  const steps = () => describeAdopted(ADOPTED);
  delete process.env.CLIENTS_FILE;
  const unknown = steps();
  expect(unknown.match(/npm run gateway/g)).toHaveLength(7);
  expect(unknown.match(/: CLIENTS_FILE='<file of clients>' npm run gateway/g)).toHaveLength(7);
  process.env.CLIENTS_FILE = '/etc/alpr/clients.json';
  expect(steps().match(/: CLIENTS_FILE=\/etc\/alpr\/clients.json npm run gateway/g)).toHaveLength(7);
  expect(unknown + steps()).not.toContain('alpr-of-a-node');
});

test('each of the two signs in before resuming, which gives access', () => {
  const said = describeAdopted(ADOPTED);
  expect(said).toMatch(/signs in: .* sign-in\n.*proposes(.|\n)*signs in: .* sign-in\n.*resumes/);
});

test('the new key goes into the files of clients, and two administrators resume, each by name', () => {
  const said = describeAdopted(ADOPTED);
  expect(said).toMatch(/file of clients \(`logKey`\): log\.test\/2\+0011aabb\+AAAA$/m);
  expect(said).toMatch(/propose.* resume --reason "…" --as '<an administrator>'$/m);
  expect(said).toMatch(/looks: .* sharing --as '<another administrator>'$/m);
  expect(said).toMatch(/resumes: .* resume --reason "…" --as '<another administrator>'$/m);
});

test('where a new name ended the grants, they are granted again', () => {
  const said = describeAdopted({ ...ADOPTED, ended: ['CO0010000'], endedSources: ['main-street'] });
  expect(said).toMatch(/^the grants of CO0010000 have ended: each takes a new one by two persons$/m);
  expect(said).toMatch(
    /6\. two persons grant again .* grant list --status revoked --as '<an administrator>'$/m,
  );
});

test('a new name leaves no grant in force: two persons grant again, and nobody is sent to look for one to end', () => {
  expect(describeAdopted(ADOPTED)).toMatch(
    /6\. two persons grant again .* grant list --status revoked --as /,
  );
  expect(describeAdopted(ADOPTED)).not.toContain('grant list --status active');
});

test('where the name stays, so do the grants: what was revoked is ended again', () => {
  const said = describeAdopted({ ...ADOPTED, isRenamed: false });
  expect(said).toMatch(/6\. end what you know .* grant list --status active --as '<an administrator>'$/m);
});

test('what the restored database forgot is removed again before sharing is resumed', () => {
  const said = describeAdopted(ADOPTED);
  expect(said).toMatch(
    /remove again .* client list --status active --as '<an administrator>'$(.|\n)*proposes/m,
  );
});
