/** The witnesses of the log over HTTP: which there are, and how one is taken out. */
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { answerOnce } from '../http/idempotency/answer-once.ts';
import { parseBody } from '../http/parse-body.ts';
import { validateReason } from '../http/reason.schema.ts';
import { json, type Route, route } from '../http/routes/route.ts';
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
import { requireAdministrator, type SignInDeps } from '../sign-in/require-administrator.ts';
import type { OpenedCosigning } from './open-cosigning.ts';
import { canBeReached } from './policy.ts';
import { removeWitness } from './remove-witness.ts';
import { findWitnessRemovals } from './witness-removals-store.ts';

export interface WitnessDeps extends SignInDeps {
  readonly pool: pg.Pool;
  readonly cosigned: Pick<OpenedCosigning, 'policy' | 'leaveOutRemoved'>;
}

const scope = 'alpr.admin';

const witnesses = {
  witnesses: list(
    object({
      ...{ name: text, key: text, url: orNull(text) },
      /** Who proposed, or confirmed, that it is taken out; null while it counts. */
      removal: orNull(
        object({
          ...{ status: oneOf('proposed', 'removed'), index: count },
          ...{ at: time, by: uuid, person: text, reason: orNull(text) },
        }),
      ),
    }),
  ),
  /** Whether those that are left could agree; false: nothing is released where that is demanded. */
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

const listed = route(
  {
    method: 'get',
    path: '/v1/log/witnesses',
    id: 'listWitnesses',
    action: 'read_registry',
    summary: 'The witnesses that cosign the log, and who proposed to take one out.',
    scope,
    answers: { 200: json('As LOG_WITNESSES names them.', { $id: 'Witnesses', ...object(witnesses) }) },
  },
  async (request, response, deps: WitnessDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    response.json(await findWitnesses(deps));
  },
);

const answerOf = (status: 'proposed' | 'removed') =>
  object({ status: oneOf(status), index: count, ...witnesses });

const removed = route(
  {
    method: 'post',
    path: '/v1/log/witnesses/{name}/remove',
    id: 'removeWitness',
    action: 'remove_witness',
    summary: 'Take a witness out, which takes two administrators: it is neither asked nor needed any more.',
    scope,
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
  async (request, response, deps: WitnessDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    const witness = deps.cosigned.policy?.witnesses.find(({ name }) => name === request.params.name);
    if (witness === undefined) {
      throw new GatewayError(
        'not_found',
        'no witness has this name: give one that the file of LOG_WITNESSES names',
      );
    }
    const work = async () => {
      const { reason } = parseBody(request, body);
      const done = await removeWitness(deps, { witness, reason, by: administrator });
      await deps.cosigned.leaveOutRemoved();
      return {
        status: done.status === 'removed' ? 200 : 202,
        body: { ...done, ...(await findWitnesses(deps)) },
      };
    };
    const stands = async () =>
      (await findWitnessRemovals(deps.pool)).some((one) => one.witness === witness.vkey);
    await answerOnce(deps, request, response, administrator, work, { stands });
  },
);

export const WITNESS_ROUTES: readonly Route<WitnessDeps>[] = [listed, removed];
