/** Lists the commands about those who may sign in and ask: rosters, clients, persons, issuers. */
import { files, reviewerSuspended } from '../given.ts';
import { issuerToRemove, proposedIdentity, registeredClient } from '../given-oversight.ts';
import type { Row } from '../row.ts';

export const IDENTITIES: readonly Row[] = [
  {
    named:
      'npm run gateway -- officer add officer-9 --agency CO0010000 --name "Officer Sample" --employer CO0010000 --federal-detail no --trained-on 2026-06-01',
  },
  {
    named: 'npm run gateway -- officer import roster.csv --agency CO0010000 --dry-run',
    given: files({ 'roster.csv': 'reference,name\nofficer-31,Officer Sample\n' }),
  },
  {
    named: 'npm run gateway -- officer import <quoted(file)> --agency <ori>',
    given: async (scene) => {
      await scene.put('roster.csv', 'reference,name\nofficer-32,Officer Sample\n');
      return { '<quoted(file)>': 'roster.csv', '<ori>': 'CO0010000' };
    },
  },
  { named: 'npm run gateway -- client list' },
  { named: 'npm run gateway -- client list --agency CO0010000' },
  { named: 'npm run gateway -- client list --status active' },
  { named: 'npm run gateway -- officer list --status active' },
  ...[
    'client list --status active',
    'person list --status active',
    'issuer list --status active',
    'officer list',
  ].map((words) => ({
    named: `npm run gateway -- ${words} --as jane`,
    given: async () => ({ jane: 'admin-1' }),
  })),
  { named: 'npm run gateway -- client test demo-adams' },
  { named: 'npm run gateway -- client propose brighton-cad --agency CO0010200' },
  {
    named: 'npm run gateway -- client approve brighton-rms --as admin-2',
    given: proposedIdentity('client', { agency: 'CO0010200', clientId: 'brighton-rms' }),
  },
  {
    named: 'npm run gateway -- client withdraw brighton-old',
    given: proposedIdentity('client', { agency: 'CO0010200', clientId: 'brighton-old' }),
  },
  {
    named: 'npm run gateway -- client answer-records brighton-records --reason "named by letter"',
    given: registeredClient('CO0010200', 'brighton-records'),
  },
  { named: 'npm run gateway -- person propose jane --agency CO0010200 --name "Jane Example"' },
  {
    named: 'npm run gateway -- person approve john --as admin-2',
    given: proposedIdentity('person', { agency: 'CO0010200', subject: 'john', name: 'John Example' }),
  },
  {
    named: 'npm run gateway -- person withdraw joan',
    given: proposedIdentity('person', { agency: 'CO0010200', subject: 'joan', name: 'Joan Example' }),
  },
  { named: 'npm run gateway -- client remove demo-brighton --reason "key lost"' },
  { named: 'npm run gateway -- person list' },
  { named: 'npm run gateway -- person list --status active' },
  { named: 'npm run gateway -- person remove "Demo officer of Adams" --reason "left"' },
  // One after the other: the reviewer is needed again.
  { named: 'npm run gateway -- person suspend reviewer --reason "key stolen"' },
  {
    named: 'npm run gateway -- person reinstate reviewer --reason "new key registered" --as admin-2',
    given: reviewerSuspended,
  },
  { named: 'npm run gateway -- issuer list' },
  { named: 'npm run gateway -- issuer list --status active' },
  {
    named: 'npm run gateway -- issuer remove 2 --reason "its signing key is lost"',
    given: issuerToRemove('2'),
  },
  { named: 'npm run gateway -- issuer test 1' },
  {
    named: 'npm run gateway -- issuer propose https://id.example.gov --jwks-uri https://id.example.gov/jwks',
  },
  ...(['approve https://sso.example.gov --as admin-2', 'withdraw https://old.example.gov'] as const).map(
    (words) => {
      const issuer = words.split(' ')[1] as string;
      return {
        named: `npm run gateway -- issuer ${words}`,
        given: proposedIdentity('issuer', { issuer, jwksUri: `${issuer}/jwks` }),
      };
    },
  ),
];
