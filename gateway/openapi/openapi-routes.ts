/** `GET /openapi.json`. */
import { json, type Route, route } from '../http/routes/route.ts';
import { anyObject } from '../http/schemas/shapes.ts';

export interface OpenApiDeps {
  /** The bytes that are sent. */
  readonly document: Buffer;
}

export const OPENAPI_ROUTES: readonly Route<OpenApiDeps>[] = [
  route(
    {
      method: 'get',
      path: '/openapi.json',
      id: 'readOpenApiDocument',
      summary: 'This document.',
      answers: { 200: json('OpenAPI 3.1.', anyObject) },
    },
    (_request, response, { document }: OpenApiDeps) => {
      // One for a connection: thousands of strangers who send a row of requests and read nothing fill as many buffers.
      response
        .set('Connection', 'close')
        .set('Cache-Control', 'public, max-age=300')
        .type('application/json')
        .send(document);
    },
  ),
];
