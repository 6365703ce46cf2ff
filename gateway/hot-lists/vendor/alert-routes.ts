/** Takes the alerts that the vendor sends, known by the key that its subscription carries. */
import { GatewayError } from '../../faults/errors.ts';
import { parseBody } from '../../http/parse-body.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { problem } from '../../http/schemas/answers.ts';
import { takenAlert, validateAlert } from './alert.schema.ts';
import { ALERT_KEY_HEADER, isAlertKey } from './alert-key.ts';
import { type AlertDeps, takeAlert } from './take-alert.ts';

/** The path below the gateway's address. */
export const ALERTS_PATH = '/v1/vendor-alerts';

export interface AlertRouteDeps extends Omit<AlertDeps, 'networkId'> {
  /** Null if no vendor keeps the reads: then nobody could send an alert. */
  readonly networkId: string | null;
  readonly endpointKey: Buffer;
}

export const ALERT_ROUTES: readonly Route<AlertRouteDeps>[] = [
  route(
    {
      method: 'post',
      path: ALERTS_PATH,
      id: 'takeVendorAlert',
      summary:
        'An alert of the vendor that keeps the reads, sent under its key: a read that an entry in force looks for is a hit.',
      body: validateAlert,
      answers: {
        202: json('It came. Whether anyone looks for the plate is not said.', takenAlert),
        401: {
          what: 'Not the key of this gateway’s subscription.',
          content: { 'application/problem+json': { ...problem, $id: 'Problem' } },
        },
      },
    },
    async (request, response, deps: AlertRouteDeps, { body }) => {
      const { endpointKey, networkId, now } = deps;
      if (networkId === null || !isAlertKey(request.get(ALERT_KEY_HEADER), endpointKey, now())) {
        throw notTheVendor();
      }
      await takeAlert(parseBody(request, body), { ...deps, networkId });
      // The same whatever came of it: else one with the key could try out which plates stand on lists that no vendor saw.
      response.status(202).set('Cache-Control', 'no-store').json({ received: 1 });
    },
  ),
];

function notTheVendor(): GatewayError {
  return new GatewayError(
    'invalid_token',
    `only the vendor that keeps the reads sends alerts here, with its key in \`${ALERT_KEY_HEADER}\`; the gateway tells ` +
      'it the key with its subscription, again every five minutes',
    { headers: { 'WWW-Authenticate': `ApiKey header="${ALERT_KEY_HEADER}"` }, why: 'vendor_alert_key' },
  );
}
