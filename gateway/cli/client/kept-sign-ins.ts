/** Keeps the sign-ins on this machine: a file of mode 0600 for each person, below the data directory. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandConfig } from '../command-config.ts';
import { writeSecretFile } from '../write-secret-file.ts';
import type { ProofKey } from './proof-key.ts';

/** The data with which a command acts as the person; times in milliseconds. */
export interface KeptSignIn {
  /** The issuer's name of the person: the `sub` of their tokens. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource: string;
  /** ORI of the person's agency, as the token has it; empty if it cannot be read. */
  readonly ori: string;
  /** Time of the sign-in, which the issuer keeps over every renewal. */
  readonly signedInAt: number;
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string | null;
  /** The private key that the tokens are bound to (RFC 9449). */
  readonly proofKey: ProofKey;
}

/** Milliseconds before its expiry at which a token is renewed. */
export const MARGIN = 15_000;

/** True if it is still good for a request, or can be renewed without the person. */
export function isUsable({ expiresAt, refreshToken }: KeptSignIn, now: number): boolean {
  return refreshToken !== null || now < expiresAt - MARGIN;
}

/** The gateway of a sign-in, since the same person may sign in at several. */
export type SignInPlace = Pick<KeptSignIn, 'issuer' | 'resource'>;

const directory = () => join(commandConfig().dataDir, 'sign-ins');
const pathOf = (name: string) => join(directory(), `${encodeURIComponent(name)}.json`);

export function keepSignIn(signIn: KeptSignIn): void {
  mkdirSync(directory(), { recursive: true, mode: 0o700 });
  writeSecretFile(pathOf(signIn.name), `${JSON.stringify(signIn, null, 2)}\n`);
}

/** Finds the sign-ins at this gateway, expired ones too. */
export function findSignIns({ issuer, resource }: SignInPlace): KeptSignIn[] {
  if (!existsSync(directory())) return [];
  return readdirSync(directory())
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(directory(), name), 'utf8')) as KeptSignIn)
    .filter((kept) => kept.issuer === issuer && kept.resource === resource);
}

export function forgetSignIn(name: string): void {
  rmSync(pathOf(name), { force: true });
}
