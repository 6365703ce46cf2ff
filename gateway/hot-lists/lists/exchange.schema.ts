/** The members that bodies at both ends of the exchange share: where a list comes from, where it goes. */
import type { Shape } from '../../http/schemas/shapes.ts';

export const address: Shape<string> = { type: 'string', format: 'uri', maxLength: 2048 };

export const partnerOri: Shape<string> = { type: 'string', minLength: 9, maxLength: 9 };
