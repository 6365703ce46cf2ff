/** `GET /openapi.json`. */
import { parseSearch } from '../parse-search.ts';
import { json, type Route, route } from '../routes/route.ts';
import { compileSchema } from '../schema.ts';
import { anyObject, oneOf, partial } from '../schemas/shapes.ts';

/** The bytes that are sent. */
export interface OpenApiDeps {
  readonly document: Buffer;
  /** The part that a partner needs. */
  readonly forPartners: Buffer;
}

const validateWhose = compileSchema(partial({ for: oneOf('partner') }));

export const OPENAPI_ROUTES: readonly Route<OpenApiDeps>[] = [
  route(
    {
      method: 'get',
      path: '/openapi.json',
      id: 'readOpenApiDocument',
      summary: 'This document, or the part of it that a partner needs.',
      search: validateWhose,
      answers: { 200: json('OpenAPI 3.1.', anyObject) },
    },
    (request, response, { document, forPartners }: OpenApiDeps) => {
      const { for: whose } = parseSearch(request, validateWhose);
      // One for a connection: thousands of strangers who send a row of requests and read nothing fill as many buffers.
      response
        .set('Connection', 'close')
        .set('Cache-Control', 'public, max-age=300')
        .type('application/json')
        .send(whose === 'partner' ? forPartners : document);
    },
  ),
];
