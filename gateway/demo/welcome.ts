/** Writes what the demo tells once it is ready. */
import { relative } from 'node:path';
import { dataDirAhead } from '../cli/next-command.ts';
import { OWNER_ORI } from './cast/demo-cast.ts';
import type { DemoPeer } from './cast/demo-file.ts';

export interface WelcomeFacts {
  readonly gateway: string;
  readonly issuer: string;
  readonly file: string;
  readonly peers: readonly DemoPeer[];
  readonly dataDir: string;
  /** True if the grants are new; later, administrators may have changed what the examples show. */
  readonly first: boolean;
  readonly seconds: number;
  /** The server's directory, if it is not the one asked for. */
  readonly moved: string | false;
  /** The program that was started for jobs; `given`: the operator's own; null: none. */
  readonly jobs: string | null;
  /** `on` if granting takes a person who has signed in with a second factor. */
  readonly secondFactor: 'on' | 'off';
}

export function welcome(facts: WelcomeFacts): string {
  const { gateway, issuer, file, seconds, moved, jobs, secondFactor } = facts;
  const near = relative('', facts.dataDir);
  const place = near.startsWith('..') ? facts.dataDir : near;
  const command = `${dataDirAhead(place)}npm run gateway --`;
  return `
  *** DEMO: invented plates, persons and agencies' keys. Never for real reads. ***

  gateway  ${gateway}        ready after ${seconds.toFixed(1)} s
  pages    ${gateway}/console, and for everyone ${gateway}/docs
  issuer   ${issuer}
  log      ${gateway}/log/checkpoint
  clients and their keys: ${file}
  password and one-time code of a person who signs in: ${command} demo code admin-2
${moved ? `  PostgreSQL's directory: ${moved}\n` : ''}${facts.first ? examples(command) : keptState(place, command)}
${facts.peers.map((peer) => beside(peer, command)).join('')}  ${approvals(secondFactor, command)}
  ${jobsOn(jobs)} Stop with Ctrl-C.
`;
}

function beside({ demo, gateway, ori }: DemoPeer, command: string): string {
  return `  Beside it: the gateway of ${ori}, ${gateway}, with an agreement; its clients and keys: ${demo}
    ${command} ask DEMO001 --at ${OWNER_ORI} ${ori}      reads of both, each with its receipt

`;
}

function approvals(secondFactor: 'on' | 'off', command: string): string {
  return secondFactor === 'off'
    ? 'A key alone may grant here (APPROVAL_SECOND_FACTOR=off); elsewhere it takes a person with a second factor.'
    : `What gives access takes a person with a second factor (APPROVAL_SECOND_FACTOR=on): ${command} sign-in --help`;
}

function jobsOn(program: string | null): string {
  if (program === null) return 'Jobs are off: there is no redis-server or valkey-server.';
  return program === 'given' ? 'Jobs run on REDIS_URL.' : `Jobs run on a ${program} started for the demo.`;
}

function examples(command: string): string {
  return `
  Try, in another terminal:
    ${command} query DEMO001 --as adams             reads, with a receipt
    ${command} query DEMO001 --as brighton          refused: no agreement, no grant
    ${command} query DEMO001 --as adams --purpose immigration_civil
    ${command} query DEMO001 --as aurora            reads as well
    ${command} revoke CO0010100 --reason "a test"   and ask again as aurora: refused
    ${command} audit verify                         the log, checked from outside
`;
}

function keptState(place: string, command: string): string {
  return `
  The earlier state is kept: what was revoked stays revoked. To start over, stop it and remove ${place}.
  What is in force, in another terminal: ${command} grant list --status active
`;
}
