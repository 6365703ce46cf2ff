/** The system for the owner's people: nodes and leases, the log's head, key and witnesses, the settings without their secrets. */
import { READS_SOURCES } from '../../../sharing-rules/terms/reads-sources.ts';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import type { OpenedCosigning } from '../../cosigning/open-cosigning.ts';
import { WITNESS_ROUTES, type WitnessDeps } from '../../cosigning/witness-routes.ts';
import { json, type Route } from '../../http/routes/route.ts';
import {
  base64,
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { findNodes } from '../../release/lease/nodes-store.ts';
import type { Config } from '../../settings/config.ts';
import { shownSettings } from '../../settings/shown-settings.ts';
import { admitted } from '../../sign-in/door.ts';
import { type HealthDeps, lookAtChecks } from './health-routes.ts';

export interface SystemDeps extends WitnessDeps, HealthDeps {
  readonly config: Config;
  readonly signer: Pick<CheckpointSigner, 'origin' | 'vkey'>;
  readonly cosigned: Pick<OpenedCosigning, 'newest' | 'witnesses'> & WitnessDeps['cosigned'];
  readonly rulesRevision: string;
}

const MOST_NODES = 200;

const system = object({
  nodes: list(
    object({
      ...{ id: uuid, generation: count, renewals: count },
      ...{ expiresAt: time, holds: flag, acknowledged: count },
    }),
  ),
  log: object({
    ...{ origin: text, key: text, size: count, root: orNull(base64) },
    ...{ witnesses: list(text), cosignedSize: orNull(count) },
  }),
  rulesRevision: text,
  readsSource: oneOf(...READS_SOURCES),
  checks: list(object({ name: text, needed: flag, holds: flag })),
  settings: list(object({ name: text, what: text, value: text })),
});

export const SYSTEM_ROUTES: readonly Route<SystemDeps>[] = [
  admitted(
    {
      method: 'get',
      path: '/v1/system',
      id: 'readSystem',
      action: 'read_registry',
      summary:
        'Nodes and their leases, the head of the log and its key, health, and the settings without their secrets.',
      answers: { 200: json('How it stands.', { $id: 'System', ...system }) },
    },
    async (_, deps: SystemDeps) => {
      const { config, pool, rulesRevision, signer } = deps;
      const [nodes, head, checks] = await Promise.all([
        findNodes(pool, MOST_NODES),
        findNewestCheckpoint(pool),
        lookAtChecks(deps),
      ]);
      const { origin, vkey: key } = signer;
      const { newest, witnesses } = deps.cosigned;
      const log = {
        ...{ origin, key, size: head?.size ?? 0, root: head?.root.toString('base64') ?? null },
        ...{ witnesses: [...witnesses], cosignedSize: newest?.size ?? null },
      };
      const { readsSource } = deps;
      return { nodes, log, rulesRevision, readsSource, checks, settings: shownSettings(config) };
    },
  ),
  ...WITNESS_ROUTES,
];
