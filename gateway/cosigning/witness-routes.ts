/** The witnesses of the log over HTTP: which there are, and how one is taken out. */
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { validateReason } from '../http/reason.schema.ts';
import { reply } from '../http/routes/reply.ts';
import { json, type Route } from '../http/routes/route.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type TypesOf,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';
import { admitted } from '../sign-in/door.ts';
import type { SignInDeps } from '../sign-in/require-administrator.ts';
import type { OpenedCosigning } from './open-cosigning.ts';
import { canBeReached } from './policy.ts';
import { removeWitness } from './remove-witness.ts';
import { findWitnessRemovals } from './witness-removals-store.ts';

export interface WitnessDeps extends SignInDeps {
  readonly pool: pg.Pool;
  readonly cosigned: Pick<OpenedCosigning, 'policy' | 'leaveOutRemoved'>;
}

const witnesses = {
  witnesses: list(
    object({
      ...{ name: text, key: text, url: orNull(text) },
      /** The person who proposed, or confirmed, that it is taken out; null while it counts. */
      removal: orNull(
        object({
          ...{ status: oneOf('proposed', 'removed'), index: count },
          ...{ at: time, by: uuid, person: text, reason: orNull(text) },
        }),
      ),
    }),
  ),
  /** True if those that are left could agree; if false, nothing is released where that is demanded. */
  quorumReachable: flag,
};

export type WitnessesView = TypesOf<typeof witnesses>;

async function findWitnesses({ cosigned: { policy }, pool }: WitnessDeps) {
  const removals = await findWitnessRemovals(pool);
  const shown = (policy?.witnesses ?? []).map(({ name, url, vkey: key }) => {
    const { witness: _, ...removal } = removals.find(({ witness }) => witness === key) ?? { witness: null };
    return { name, key, url, removal: 'status' in removal ? removal : null };
  });
  const removed = shown.filter(({ removal }) => removal?.status === 'removed').map(({ name }) => name);
  return { witnesses: shown, quorumReachable: policy === null || canBeReached(policy, new Set(removed)) };
}

const listed = admitted(
  {
    method: 'get',
    path: '/v1/log/witnesses',
    id: 'listWitnesses',
    action: 'read_registry',
    summary: 'The witnesses that cosign the log, and who proposed to take one out.',
    answers: { 200: json('As LOG_WITNESSES names them.', { $id: 'Witnesses', ...object(witnesses) }) },
  },
  async (_, deps: WitnessDeps) => findWitnesses(deps),
);

const answerOf = (status: 'proposed' | 'removed') =>
  object({ status: oneOf(status), index: count, ...witnesses });

const removed = admitted(
  {
    method: 'post',
    path: '/v1/log/witnesses/{name}/remove',
    id: 'removeWitness',
    action: 'remove_witness',
    summary: 'Take a witness out, which takes two administrators: it is neither asked nor needed any more.',
    body: validateReason,
    answers: {
      200: json('Taken out: another administrator had proposed it.', {
        $id: 'WitnessRemoved',
        ...answerOf('removed'),
      }),
      202: json('Proposed: it counts until another administrator confirms, within seven days.', {
        $id: 'WitnessRemovalProposed',
        ...answerOf('proposed'),
      }),
    },
  },
  async ({ body: { reason }, by, params }, deps: WitnessDeps) => {
    const witness = namedWitness(params.name, deps);
    if (witness === undefined) {
      throw new GatewayError(
        'not_found',
        'no witness has this name: give one that the file of LOG_WITNESSES names',
      );
    }
    const done = await removeWitness(deps, { witness, reason, by });
    await deps.cosigned.leaveOutRemoved();
    const status = done.status === 'removed' ? 200 : 202;
    return reply({ ...done, ...(await findWitnesses(deps)) }, { status });
  },
  {
    stands: async ({ params }, deps) => {
      const key = namedWitness(params.name, deps)?.vkey;
      return (await findWitnessRemovals(deps.pool)).some(({ witness }) => witness === key);
    },
  },
);

export const WITNESS_ROUTES: readonly Route<WitnessDeps>[] = [listed, removed];

function namedWitness(given: string, { cosigned: { policy } }: WitnessDeps) {
  return policy?.witnesses.find(({ name }) => name === given);
}
