/** What the public is told of a real registry and log, with an agency of each kind, and the routes that tell it. */

import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../gateway/audit/checkpoint-signer.ts';
import { FollowedLog } from '../../gateway/audit/follow/followed-log.ts';
import { findNewestHead } from '../../gateway/audit/log-store.ts';
import { routerOf } from '../../gateway/http/routes/router-of.ts';
import { readTransparency } from '../../gateway/oversight/transparency/read-transparency.ts';
import type { Transparency } from '../../gateway/oversight/transparency/transparency.schema.ts';
import { TRANSPARENCY_ROUTES } from '../../gateway/oversight/transparency/transparency-routes.ts';
import { assetRoutes } from '../../gateway/pages/assets/assets.ts';
import { TRANSPARENCY_PAGE_ROUTES } from '../../gateway/pages/transparency/transparency-page-routes.ts';
import { upToNow } from '../../gateway/projections/up-to-now.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { type Administration, startAdministration } from './administration.ts';
import { countNumbers } from './count-numbers.ts';
import { writeQueries } from './database/fill-queries.ts';
import { nothingLeft } from './database/project-columns.ts';
import { sampleGrant } from './database/sample-grant.ts';
import { serveApp } from './serve-app.ts';

export const PUBLIC_URL = 'https://gateway.example';
export const SHERIFF = 'CO0010000' as Ori;
export const REVOKED = 'CO0010100' as Ori;
export const FEDERAL = 'COFBIDN00' as Ori;
export const ABROAD = 'WY0110000' as Ori;
const DRAFT = 'CO0010900' as Ori;
/** Its name is what a spreadsheet, a page or a feed could take for something else. */
export const HOSTILE = 'CO0011100' as Ori;
const HOSTILE_NAME = '=HYPERLINK("https://evil.example"),<b>&\u0007 PD';

export interface ToldPublic {
  readonly admin: Administration;
  readonly told: Transparency;
  readonly vkey: string;
  readonly url: string;
  /** As it is now. */
  tell(): Promise<Transparency>;
  /** From now on the routes tell this. */
  tellInstead(told: Transparency): void;
  /** From now on the routes fail with it. */
  failWith(error: Error | null): void;
  close(): Promise<void>;
}

export async function tellPublic(): Promise<ToldPublic> {
  const signer = createCheckpointSigner('test.example/log', generateLogKey());
  const admin = await startAdministration();
  await bringAbout(admin);
  await ask(admin);
  await countNumbers(admin.pool);
  const followed = new FollowedLog({ db: admin.pool, known: await findNewestHead(admin.pool) });
  const tell = () =>
    readTransparency({
      ...{ pool: admin.pool, owner: admin.owner, contact: null, retentionDays: 30, signer },
      log: followed,
    });
  const told = await tell();
  let fault: Error | null = null;
  let shown = told;
  const kept = async () => {
    if (fault !== null) throw fault;
    return shown;
  };
  const log = { error: () => undefined };
  const served = await serveApp({
    publicRoutes: [
      assetRoutes(),
      routerOf(TRANSPARENCY_PAGE_ROUTES, { tell: kept, log }),
      routerOf(TRANSPARENCY_ROUTES, { tell: kept, publicUrl: PUBLIC_URL }),
    ],
  });
  return {
    ...{ admin, told, tell, vkey: signer.vkey, url: served.url },
    tellInstead: (other) => {
      shown = other;
    },
    failWith: (error) => {
      fault = error;
    },
    close: async () => {
      served.close();
      await admin.close();
    },
  };
}

/** An agency revoked in advance, a grant in force, one revoked, a halt that ended, and agencies that get none. */
async function bringAbout(admin: Administration): Promise<void> {
  await admin.register(SHERIFF, { name: 'Adams SO', class: 'sheriff', county: 'Adams' });
  await admin.register(REVOKED, { name: 'Aurora PD' });
  await admin.register(FEDERAL, { name: 'FBI Denver', class: 'federal', boundByArticle74: false });
  const abroad = { class: 'out_of_state', state: 'WY', boundByArticle74: false } as const;
  await admin.register(ABROAD, { name: 'Laramie SO', ...abroad });
  await admin.register(DRAFT, { name: 'Nobody has confirmed', status: 'draft' });
  await admin.register(HOSTILE, { name: HOSTILE_NAME, class: 'private' });
  const reason = 'Officer Smith told his wife';
  // Nothing was ever shared with it.
  await admin.call('admin-1', 'POST', `/v1/agencies/${ABROAD}/revoke`, { reason });
  for (const ori of [SHERIFF, REVOKED]) {
    const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori))).body;
    expect((await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`)).status).toBe(200);
  }
  await admin.call('admin-1', 'POST', `/v1/agencies/${REVOKED}/revoke`, { reason });
  await admin.call('chief', 'POST', '/v1/sharing/halt', { reason });
  for (const who of ['admin-1', 'admin-2']) {
    await admin.call(who, 'POST', '/v1/sharing/resume', { reason });
  }
}

const of = (agency: string, effect: 'permit' | 'deny', purpose: string, reason?: string) => ({
  ...{ agency, effect, purpose },
  ...(reason === undefined ? {} : { reason }),
});

/** A month that is over. */
export const LAST_MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 0, 12));

/**
 * Last month 20 releases, 7 refusals for a burglary and 3 for immigration of the sheriff, and five of the FBI, one of
 * them for a stolen vehicle; and one refusal of an agency that has no others. Today six more of the sheriff.
 */
async function ask({ agency, ownerPool, pool }: Administration): Promise<void> {
  const many = (count: number, ...query: Parameters<typeof of>) =>
    Array.from({ length: count }, () => of(...query));
  const lastMonth = [
    ...many(20, SHERIFF, 'permit', 'stolen_vehicle'),
    ...many(7, SHERIFF, 'deny', 'property_crime_felony', 'purpose_vague'),
    ...many(3, SHERIFF, 'deny', 'immigration_civil', 'purpose_prohibited'),
    ...many(4, FEDERAL, 'deny', 'property_crime_felony', 'agency_not_eligible'),
    of(FEDERAL, 'deny', 'stolen_vehicle', 'agency_not_eligible'),
    of(HOSTILE, 'deny', 'stolen_vehicle', 'agency_not_eligible'),
  ];
  const today = many(6, SHERIFF, 'deny', 'hit_and_run', 'offense_unknown');
  const queries = [
    ...lastMonth.map((query) => ({ ...query, at: LAST_MONTH.getTime() })),
    ...today.map((query) => ({ ...query, at: Date.now() })),
  ];
  await upToNow(pool);
  await ownerPool.query('SELECT ensure_audit_days($1::date, 1)', [LAST_MONTH.toISOString().slice(0, 10)]);
  const { rows } = await ownerPool.query('SELECT max(size)::integer AS size FROM log_checkpoint');
  const [{ size }] = rows;
  const ids = new Map<string, number>();
  for (const ori of [SHERIFF, FEDERAL, HOSTILE]) ids.set(ori, (await agency(ori)).id);
  await writeQueries(
    ownerPool,
    queries.map(({ agency: ori, ...query }, at) => ({
      ...{ index: size + at, agencyId: ids.get(ori) as number, officer: 'Officer Smith' },
      ...{ plate: 'ZZT0007', caseNumber: 'CR-2026-77', ...query },
    })),
  );
  await ownerPool.query(
    `INSERT INTO log_entry (index, entry, leaf_hash)
     SELECT d.index, json_build_object('kind', d.kind, 'minute', to_char(d.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'))::text,
       $2 FROM audit_detail d WHERE d.index >= $1`,
    [size, randomBytes(32)],
  );
  const root = randomBytes(32);
  // A complete tree: its frontier is its root.
  const whole = 2 ** Math.ceil(Math.log2(size + queries.length));
  await ownerPool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
    ...[whole, root, [root]],
  ]);
  await nothingLeft(ownerPool);
}
