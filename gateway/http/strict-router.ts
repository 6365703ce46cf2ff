/**
 * The routers of the API. Those that express makes by itself take `/v1/Queries` and `/v1/queries/` for `/v1/queries`.
 */
import { Router } from 'express';

/** Gives each path one name: any other spelling is not found, and has no route of its own in the metrics. */
export function strictRouter(): Router {
  return Router({ caseSensitive: true, strict: true });
}
