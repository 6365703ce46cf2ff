/** Filters of the lists of clients, persons and issuers, as parameters of a URL. */
import { IDENTITY_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { oneOf, partial, type Shape } from '../../http/schemas/shapes.ts';

const agency: Shape<string> = { type: 'string', maxLength: 32 };
const number: Shape<string> = { type: 'string', pattern: '^[1-9][0-9]{0,17}$' };
const uuid: Shape<string> = { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' };

/** @param after id of the last one of the page before, in the form that the ids of this kind have */
const ofAll = (after: Shape<string>) => ({ status: oneOf(...IDENTITY_STATUSES), after, limit: limitSchema });

export const validateClientSearch = compileSchema(partial({ agency, ...ofAll(number) }));
export const validatePersonSearch = compileSchema(partial({ agency, ...ofAll(uuid) }));
/** The filters of issuers, which belong to no agency. */
export const validateIssuerSearch = compileSchema(partial(ofAll(number)));
