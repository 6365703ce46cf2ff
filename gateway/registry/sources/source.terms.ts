/** The terms of a source of pushed reads, each declared once for the API, the commands and the pages. */
import { oneOf, type Shape } from '../../http/schemas/shapes.ts';
import { named, type Terms } from '../../http/schemas/terms.ts';
import { MOST_CAPTURES } from '../../reads/pushed/pushed-read.ts';
import { VENDOR_NAMES } from '../../reads/pushed/vendors.ts';
import { SOURCE_METHODS } from './source-secret.ts';

/** Every cap lets the largest payload through. */
const FEWEST_READS_PER_MINUTE = MOST_CAPTURES;
/** Room for a picture of the plate and one of the vehicle in base64; more is an image in full size. */
export const MOST_BODY_BYTES = 4 * 1024 * 1024;
export const SOURCE_NAME = '^[a-z0-9][a-z0-9-]{0,39}$';

const between = (minimum: number, maximum: number): Shape<number> => ({ type: 'integer', minimum, maximum });
const matching = (pattern: string): Shape<string> => ({ type: 'string', pattern });

export const READS_SOURCE_TERMS = {
  name: {
    shape: matching(SOURCE_NAME),
    label: 'Name',
    hint: 'Small letters, digits, hyphens. The name of a source that there is gives it new terms and a new secret.',
  },
  vendor: {
    shape: oneOf(...VENDOR_NAMES),
    label: 'Vendor',
    flag: '--vendor <vendor>',
    option: 'whose payload it sends',
  },
  method: {
    shape: oneOf(...SOURCE_METHODS),
    label: 'Method',
    choices: named({
      hmac: 'hmac: the vendor signs',
      basic: 'basic: it sends a user name and a password',
      path: 'path: the end of the address is the secret',
    }),
    flag: '--method <method>',
    option: 'how it authenticates',
  },
  cameraPrefix: {
    shape: matching('^[A-Za-z0-9._:-]{1,20}$'),
    label: 'Prefix of cameras',
    hint: 'Stands before the vendor’s camera ids. No source’s prefix begins with that of another.',
    flag: '--camera-prefix <text>',
    option: "before the vendor's camera ids: no source's prefix begins with that of another",
  },
  requestsPerMinute: {
    shape: between(1, 60_000),
    isOptional: true,
    label: 'Requests a minute, at most',
    unit: 'requests',
    otherwise: 600,
    flag: '--requests-per-minute <n>',
    option: 'cap',
  },
  readsPerMinute: {
    shape: between(FEWEST_READS_PER_MINUTE, 600_000),
    isOptional: true,
    label: 'Reads a minute, at most',
    unit: 'reads',
    otherwise: 1_200,
    flag: '--reads-per-minute <n>',
    option: `cap, at least ${FEWEST_READS_PER_MINUTE}`,
  },
  bodyBytes: {
    shape: between(1_024, MOST_BODY_BYTES),
    isOptional: true,
    label: 'Bytes of a request, at most',
    unit: 'bytes',
    otherwise: 1024 * 1024,
    flag: '--body-bytes <n>',
    option: `largest body, at most ${MOST_BODY_BYTES}`,
  },
} as const satisfies Terms;
