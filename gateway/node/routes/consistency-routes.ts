/** Serves `GET /v1/log/consistency`: proves to the registered that the newest head extends an older one. */
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import type { FollowedLog } from '../../audit/follow/followed-log.ts';
import { proveConsistency } from '../../audit/prove-log.ts';
import type { TileReader } from '../../audit/tiles.ts';
import { GatewayError } from '../../faults/errors.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { base64, count, list, object, type Shape, text } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';

export interface ConsistencyDeps extends SignInDeps {
  /** The newest head that this node accepts, published or not. */
  readonly log: Pick<FollowedLog, 'head'>;
  readonly signer: CheckpointSigner;
  readonly tiles: Pick<TileReader, 'subtrees'>;
}

const from: Shape<string> = { type: 'string', pattern: '^[1-9][0-9]{0,14}$' };
const validateFrom = compileSchema(object({ from, to: from }, 'from', 'to'));

export const CONSISTENCY_ROUTES: readonly Route<ConsistencyDeps>[] = [
  admitted(
    {
      method: 'get',
      path: '/v1/log/consistency',
      id: 'proveConsistency',
      action: 'read_registry',
      summary:
        'The newest head of the log, published or not, and the proof (RFC 6962) that it extends the head of size `from` (default 1): ' +
        "a receipt's, for instance. With `to`, up to the tree of that size.",
      scope: 'either',
      search: validateFrom,
      answers: {
        200: json('The newest head as a signed note, and the hashes of the proof up to `size`.', {
          $id: 'Consistency',
          ...object({ from: count, size: count, proof: list(base64), checkpoint: text }),
        }),
      },
    },
    async ({ search }, { log, signer, tiles }: ConsistencyDeps) => {
      const oldSize = Number(search.from ?? 1);
      const head = await log.head();
      const size = Number(search.to ?? head?.size ?? 0);
      if (search.to !== undefined && size < oldSize) {
        throw new GatewayError('malformed', '`to` must not be smaller than `from`');
      }
      if (head === null || head.size < size || head.size < oldSize) {
        const why = `the log has ${head?.size ?? 0} entries, fewer than were named: a head of ${Math.max(oldSize, size)} that it has signed would contradict it`;
        throw new GatewayError('not_found', why);
      }
      const proof = await proveConsistency(oldSize, size, tiles.subtrees(size));
      return {
        ...{ from: oldSize, size, proof: proof.map((hash) => hash.toString('base64')) },
        checkpoint: signer.sign(head.size, head.root),
      };
    },
  ),
];
