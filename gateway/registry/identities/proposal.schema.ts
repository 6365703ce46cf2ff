/** Clients, persons and issuers that administrators propose, as they are sent and as they are shown. */
import { compileSchema } from '../../http/schema.ts';
import {
  anyObject,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf, type Columns } from '../../http/schemas/terms.ts';
import { ori } from '../agencies/agency.terms.ts';
import { CLIENT_TERMS, ISSUER_TERMS, PERSON_TERMS, PROPOSABLE } from './proposal.terms.ts';

const agency = { agency: { shape: ori } } as const;

export const validateClientProposal = compileSchema({
  $id: 'ClientProposal',
  examples: [{ agency: 'CO0010000', clientId: 'adams-cad', issuer: 'https://id.adams.example.gov' }],
  ...bodyOf({ ...agency, ...CLIENT_TERMS }),
});
export const validatePersonProposal = compileSchema({
  $id: 'PersonProposal',
  examples: [
    {
      ...{ agency: 'CO0010000', subject: 'jane', name: 'Jane Example', employeeId: 'E-1001' },
      issuer: 'https://id.adams.example.gov',
    },
  ],
  ...bodyOf({ ...agency, ...PERSON_TERMS }),
});
export const validateIssuerProposal = compileSchema({
  $id: 'IssuerProposal',
  examples: [{ issuer: 'https://id.adams.example.gov', jwksUri: 'https://id.adams.example.gov/jwks' }],
  ...bodyOf(ISSUER_TERMS),
});

const facts = {
  clientId: text,
  publicKey: anyObject,
  subject: text,
  name: text,
  employeeId: text,
  jwksUri: text,
} as const;

const shown = object(
  {
    id: uuid,
    what: oneOf('client', 'person', 'issuer'),
    agency: orNull(text),
    issuer: text,
    ...facts,
    proposedBy: uuid,
    proposedByName: text,
    proposedAt: time,
  },
  ...(Object.keys(facts) as (keyof typeof facts)[]),
);

export const shownProposal = { $id: 'IdentityProposal', ...shown };
export type ShownProposal = TypeOf<typeof shown>;

export const nameOfProposal = (proposal: ShownProposal): string =>
  String(proposal[PROPOSABLE[proposal.what].named]);

export const PROPOSAL_COLUMNS: Columns<ShownProposal> = {
  what: ({ what }) => what,
  called: nameOfProposal,
  agency: ({ agency }) => agency ?? '',
  issuer: ({ issuer }) => issuer,
  'proposed by': ({ proposedByName }) => proposedByName,
};

export const shownProposals = { $id: 'IdentityProposals', ...object({ proposals: list(shown) }) };

export const registeredIdentity = {
  $id: 'RegisteredIdentity',
  ...object({ id: uuid, what: oneOf('client', 'person', 'issuer'), status: oneOf('active') }),
};
export const removedProposal = { $id: 'RemovedProposal', ...object({ id: uuid, status: oneOf('removed') }) };
