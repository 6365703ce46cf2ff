/** An alert of the vendor, as far as anything of it is used. */
import { compileSchema } from '../../http/schema.ts';
import { count, object, type Shape } from '../../http/schemas/shapes.ts';
import { TEXT } from '../../reads/read.schema.ts';

/** Without the vehicle's picture, which stays with the vendor. */
export interface Alert {
  /** The id of the read. */
  readonly objectId: string;
  readonly eventTime: string;
  readonly networkExternalId?: string | null;
  readonly deviceExternalId: string;
  readonly deviceName?: string | null;
  readonly deviceLat?: number | null;
  readonly deviceLong?: number | null;
  readonly ocr?: {
    readonly label?: string | null;
    readonly labelConfidence?: number | null;
    readonly state?: string | null;
  } | null;
}

const text = (maxLength: number) => ({ type: 'string', pattern: TEXT, maxLength });
const maybe = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const number = (minimum: number, maximum: number) => ({ type: 'number', minimum, maximum });

/** An alert; members that are not listed are ignored, since the vendor's interface may grow. */
const alert: Shape<Alert> = {
  $id: 'VendorAlert',
  type: 'object',
  required: ['objectId', 'eventTime', 'deviceExternalId'],
  properties: {
    objectId: text(200),
    eventTime: { type: 'string', format: 'date-time' },
    networkExternalId: maybe(text(200)),
    deviceExternalId: text(200),
    deviceName: maybe(text(200)),
    deviceLat: maybe(number(-90, 90)),
    deviceLong: maybe(number(-180, 180)),
    ocr: maybe({
      type: 'object',
      properties: {
        label: maybe(text(40)),
        labelConfidence: maybe(number(0, 1)),
        state: maybe(text(40)),
      },
    }),
  },
};

export const validateAlert = compileSchema(alert);

export const takenAlert = { $id: 'TakenAlert', ...object({ received: count }) };
