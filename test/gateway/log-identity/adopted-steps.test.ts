/** After `log adopt` its steps name everything that has to follow, each by the person who may do it. */
import { expect, test } from '@jest/globals';
import { describeAdopted } from '../../../gateway/log-identity/describe-adoption.ts';

test('the new key goes into the files of clients, and two administrators resume, each by name', () => {
  const said = describeAdopted({ index: 7, logKey: 'log.test/2+0011aabb+AAAA', oldLogKey: null });
  expect(said).toMatch(/file of clients \(`logKey`\): log\.test\/2\+0011aabb\+AAAA$/m);
  expect(said).toMatch(/propose.* resume --reason "…" --as '<an administrator>'$/m);
  expect(said).toMatch(/looks: .* sharing --as '<another administrator>'$/m);
  expect(said).toMatch(/resumes: .* resume --reason "…" --as '<another administrator>'$/m);
});
