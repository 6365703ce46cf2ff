/**
 * Carries out each operation at least once before the flood: one request at a time, by one who may, with a body that
 * fits and ids that are there. So no operation depends on chance to be reached.
 */
import type { Operation } from '../../../gateway/http/routes/route.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { withdraws } from './cuts.ts';
import { type Asked, makeFitting, type Scene } from './make-request.ts';

/** Bounds the rounds: each can approve, read or end what the one before it made. */
const ROUNDS = 25;

/**
 * Ends with a request for each operation by nobody, which only those that are open to anyone may answer.
 * @param isLeft tells whether an operation has still to be carried out here
 */
export async function walk(
  scene: Scene,
  isLeft: (operation: Operation) => boolean,
  send: (asked: Asked) => Promise<unknown>,
): Promise<void> {
  const ending = OPERATIONS.filter(withdraws);
  const others = OPERATIONS.filter((operation) => !withdraws(operation));
  for (let round = 0; round < ROUNDS && OPERATIONS.some(isLeft); round += 1) {
    // All again, since what is left needs what they make. What ends something ends it only once, and last.
    for (const operation of others) await send(makeFitting(operation, scene));
    for (const operation of ending) if (isLeft(operation)) await send(makeFitting(operation, scene));
  }
  for (const operation of OPERATIONS) await send({ ...makeFitting(operation, scene), player: null });
}
