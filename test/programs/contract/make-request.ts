/** One request of an operation: by somebody who may or may not, with ids that are there or not, fitting or bent. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isIdempotent, type Operation, schemaOf } from '../../../gateway/http/routes/route.ts';
import type { Schema } from '../../../gateway/http/schemas/shapes.ts';
import { DUTIES } from '../../../sharing-rules/served-process.ts';
import type { Chance } from '../../hostile/random.ts';
import { arbitraryOf } from './arbitrary-of.ts';
import { mayAsk, type Player } from './cast.ts';
import { fittingBody, OTHERS } from './fitting-bodies.ts';
import { type KnownThings, kindOf } from './known-things.ts';

export interface Asked {
  readonly operation: Operation;
  /** Null: nobody, without a token. */
  readonly player: Player | null;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Scene {
  readonly chance: Chance;
  readonly known: KnownThings;
  readonly players: readonly Player[];
  readonly plates: readonly string[];
}

/** Which of the demo's own ids are named by words of their own. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  enterStandingQuery: ['own'],
  removeStandingQuery: ['own'],
  // So few that what one person sets, another comes to approve.
  setEndpoint: OTHERS,
  approveEndpoint: OTHERS,
  removeEndpoint: OTHERS,
  readProof: ['0', '1', '2'],
  readAnnualReport: [String(new Date().getUTCFullYear())],
};
/** Names the kind of id where the word before it in the path does not. */
const KINDS: Readonly<Record<string, string>> = {
  approveGrant: 'proposals',
  suspendPerson: 'strangers',
  reinstatePerson: 'strangers',
  reinstateOfficer: 'suspended officers',
  approveIdentity: 'identities',
  removeIdentityProposal: 'identities',
  testIssuer: 'the issuer',
};
/** Lists what a parameter may be, by its name, in any path. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  level: ['0', 'entries'],
  number: ['000'],
  first: ['000.p'],
  duty: DUTIES,
  rest: ['1', '2', '3'],
};
const UNKNOWN = ['7b0c6b7e-3a52-4a3d-9f0c-6a4f6a1f2b3c', '999999', 'CO9999999', 'x', '2020-01', '%20'];

/** Between these, each throw below makes what fits: one who may, ids that are there, a whole body, and no options. */
const FITS = { from: 0.3, to: 0.7 } as const;

/** Makes a request that can be carried out, as far as what is there allows it. */
export function makeFitting(operation: Operation, scene: Scene): Asked {
  const next = () => FITS.from + scene.chance.next() * (FITS.to - FITS.from);
  return makeRequest(operation, { ...scene, chance: { ...scene.chance, next } });
}

/** Makes any request: in one of five something is wrong with it. */
export function makeRequest(operation: Operation, scene: Scene): Asked {
  const { chance } = scene;
  const bent = chance.next() < 0.2;
  const page = operation.id === 'readNextPage' && !bent ? scene.known.pages.pop() : undefined;
  const asker = scene.players.find(({ name }) => name === page?.askedBy);
  const player = asker ?? playerFor(operation, scene);
  const release =
    operation.id === 'recordCaseFile' && !bent ? scene.known.releases.get(player?.name ?? '') : undefined;
  return {
    operation,
    player,
    method: operation.method.toUpperCase(),
    path: pathFor(operation, scene, page?.releaseId ?? release) + searchFor(operation, scene, bent),
    headers: headersFor(operation, chance),
    body: page === undefined ? bodyFor(operation, scene, bent) : { cursor: page.cursor },
  };
}

/** Of those who may seven times in ten, so that much is carried out; else anybody, or nobody. */
function playerFor(operation: Operation, { chance, players }: Scene): Player | null {
  const may = players.filter((player) => mayAsk(operation, player));
  const throwOf = chance.next();
  if (throwOf < 0.05 || operation.scope === null) return null;
  return throwOf < 0.75 && may.length > 0 ? chance.of(may) : chance.of(players);
}

function pathFor({ choices = {}, id, path }: Operation, { chance, known }: Scene, first?: string): string {
  const chosen = Object.entries(choices).reduce(
    (text, [name, words]) => text.replace(`{${name}}`, chance.of(words)),
    path,
  );
  let given = first;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
    const own = NAMED[name] ?? knownOf(id, name, kindOf(chosen), known);
    // The newest are most likely still as they were.
    const near = chance.next() < 0.5 ? own.slice(-3) : own;
    const value = given ?? chance.of(near.length > 0 && chance.next() < 0.85 ? near : UNKNOWN);
    given = undefined;
    return value;
  });
}

function knownOf(id: string, parameter: string, kind: string, known: KnownThings): readonly string[] {
  if (parameter === 'entry') return known.of('standing queries');
  return WORDS[id] ?? known.of(KINDS[id] ?? kind);
}

function searchFor({ search }: Operation, { chance, known }: Scene, bent: boolean): string {
  if (search === undefined) return '';
  const parameters = new URLSearchParams();
  const { properties, required = [] } = schemaOf(search) as {
    readonly properties: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  };
  for (const [name, schema] of Object.entries(properties)) {
    if (chance.next() > 0.25 && (bent || !required.includes(name))) continue;
    const ids = name === 'agency' || name === 'partner' ? known.of('agencies') : [];
    parameters.set(name, ids.length > 0 ? chance.of(ids) : String(sampleOf(arbitraryOf(schema), chance)));
  }
  if (bent)
    parameters.set(chance.of(['limit', 'surprise', 'status', 'after']), chance.of(['0', 'nobody', '-1']));
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** A key of few, so that some come again. */
function headersFor(operation: Operation, chance: Chance): Record<string, string> {
  const { conditional = false } = operation;
  const keyed = isIdempotent(operation) && chance.next() < 0.2;
  return {
    ...(keyed ? { 'Idempotency-Key': chance.of([randomUUID(), `key-${chance.below(40)}`]) } : {}),
    ...(conditional && chance.next() < 0.2 ? { 'If-Match': '"another-state"' } : {}),
  };
}

function bodyFor({ body, bodyOptional = false }: Operation, scene: Scene, bent: boolean): unknown {
  const { chance, known, plates } = scene;
  if (body === undefined || (bodyOptional && chance.next() < 0.2)) return undefined;
  const schema = schemaOf(body);
  const whole = chance.next() < 0.75 ? fittingBody(schema, known, plates) : arbitraryOf(schema);
  const value = sampleOf(whole, chance);
  return bent ? bend(value, chance) : value;
}

function bend(value: unknown, chance: Chance): unknown {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  const at = entries.length === 0 ? '' : chance.of(entries)[0];
  const without = Object.fromEntries(entries.filter(([name]) => name !== at));
  return chance.of([
    without,
    { ...without, surprise: true },
    { ...without, [at]: null },
    { ...without, [at]: { a: 1 } },
    { ...without, [at]: 'x'.repeat(9_000) },
    [],
    'text',
  ]);
}

function sampleOf<T>(arbitrary: fc.Arbitrary<T>, chance: Chance): T {
  return fc.sample(arbitrary, { numRuns: 1, seed: chance.below(2 ** 31) })[0] as T;
}
