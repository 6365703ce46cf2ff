/** `POST /v1/network/signals`: signals of other gateways, by push (RFC 8935). Of a stranger nothing is read. */

import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Bodies } from '../../http/bodies/bodies.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { object, oneOf, text } from '../../http/schemas/shapes.ts';
import { behindDoor } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { SET_MEDIA_TYPE, signalText } from './session-revoked.ts';
import { type RefusedSignal, SIGNAL_FAULTS, type TakeSignalDeps, takeSignal } from './take-signal.ts';

export interface SignalDeps extends TakeSignalDeps, Pick<SignInDeps, 'signIn'> {
  readonly bodies: Pick<Bodies, 'read'>;
}

/** Bytes of a signal, at most. */
const LARGEST = 16 * 1024;

const declared = {
  method: 'post',
  path: '/v1/network/signals',
  id: 'takeSignal',
  summary:
    'Take a security event token of another gateway, as `application/secevent+jwt`: access that it gave has ended (CAEP 1.0 `session-revoked`).',
  scope: 'alpr.query',
  idempotent: false,
  text: signalText(LARGEST),
  answers: {
    202: { what: 'Taken, now or before.', content: {} },
    400: json(
      'Refused (RFC 8935): the description names what to change.',
      {
        $id: 'RefusedSignal',
        ...object({ err: oneOf(...SIGNAL_FAULTS), description: text }),
      },
      'Content-Language',
    ),
  },
} as const;

export const SIGNAL_ROUTES: readonly Route<SignalDeps>[] = [
  behindDoor<typeof declared, Subject, SignalDeps>(
    declared,
    (request, { signIn }, { scope }) => signIn(request, scope),
    async ({ by, request, response }, deps) => {
      const refuse = (refused: RefusedSignal) =>
        void response
          .status(400)
          .set({ 'Cache-Control': 'no-store', 'Content-Language': 'en' })
          .json(refused);
      if (by.personId !== null)
        return refuse({ err: 'access_denied', description: 'signals come from systems' });
      if (!request.is(SET_MEDIA_TYPE))
        return refuse({ err: 'invalid_request', description: `the body must be \`${SET_MEDIA_TYPE}\`` });
      const sender = `agency ${by.agencyId}`;
      const set = await deps.bodies.read(request, response, { limit: LARGEST, sender });
      const refused = await takeSignal(set, by.agencyId, deps);
      if (refused !== null) return refuse(refused);
      response.status(202).set('Cache-Control', 'no-store').end();
    },
  ),
];
