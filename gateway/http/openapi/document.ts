/** Makes `/openapi.json` (OpenAPI 3.1) from the schemas that validate. The tests check what it describes. */
import type { Schema } from '../schemas/shapes.ts';
import { describeOperation, PROOF, type Refer } from './describe-operation.ts';
import { HEADERS } from './headers.ts';
import { TAGS, type TaggedOperation } from './tags.ts';
import { describeWebhook, WEBHOOKS_TAG, type Webhook } from './webhooks.ts';

/**
 * @param operations in the order in which the document lists them
 * @param webhooks the deliveries that are POSTed to partners' endpoints
 * @param gatewayUrl address under which partners reach the gateway
 * @param contact of partners, as a URL; null: the start page names it
 */
export function openApiDocument(
  operations: readonly TaggedOperation[],
  webhooks: readonly Webhook[],
  gatewayUrl: string,
  contact: string | null = null,
): object {
  const schemas: Record<string, Schema> = {};
  const responses: Record<string, object> = {};
  const named = new Map<Schema, Schema>();
  const refer: Refer = {
    schema: (schema) => {
      const known = named.get(schema) ?? namedWithin(schema, schemas);
      named.set(schema, known);
      return known;
    },
    response: (name, response) => {
      responses[name] = response;
      return { $ref: `#/components/responses/${name}` };
    },
  };
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation, refer),
    };
  }
  const described = Object.fromEntries(
    webhooks.map((webhook) => [webhook.type, describeWebhook(webhook, refer.schema)]),
  );
  // A part of the operations needs only a part of what they share.
  const text = JSON.stringify([paths, responses]);
  const groups = new Set<string>([...operations.map(({ tag }) => tag), ...webhooks.map(() => WEBHOOKS_TAG)]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'ALPR sharing gateway',
      version: '1',
      description:
        'Decides, logs and releases license-plate reads under Colorado law and Policy 420. Access tokens are bound to a key (RFC 9449); errors are problem documents (RFC 9457). A path asked with a method that it has not answers 405, with `Allow`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: {
        name: 'The sharing administrators of the agency that runs it',
        ...(contact?.startsWith('mailto:')
          ? { email: contact.slice('mailto:'.length) }
          : { url: contact ?? `${gatewayUrl}/` }),
      },
    },
    servers: [{ url: gatewayUrl }],
    tags: TAGS.filter(({ name }) => groups.has(name)),
    paths,
    webhooks: described,
    components: {
      schemas,
      responses,
      headers: only(HEADERS, (name) => text.includes(`"#/components/headers/${name}"`)),
      securitySchemes: only(SECURITY_SCHEMES, (name) => text.includes(`{"${name}":[]`) || name === PROOF),
    },
  };
}

function only<T>(all: Readonly<Record<string, T>>, isUsed: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => isUsed(name)));
}

/**
 * One scheme for each scope: only those of OAuth, which name one issuer, may list scopes, and each partner
 * has its own. They are headers, which generators and proxies know, unlike the HTTP scheme `DPoP`.
 */
const SECURITY_SCHEMES = {
  'alpr.query': tokenOf("a partner's system or officer"),
  'alpr.ask': tokenOf("the owner's own system or officer"),
  'alpr.admin': tokenOf("the owner's people"),
  'alpr.records': tokenOf("a partner's records office"),
  [PROOF]: {
    type: 'apiKey',
    in: 'header',
    name: 'DPoP',
    description:
      'A fresh proof of the key that the token is bound to, for this request alone (RFC 9449). Not with a token that is ' +
      "bound to a client's certificate, where the metadata says that those are taken.",
  },
};

function tokenOf(whom: string): object {
  return {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: `\`DPoP\` and an RFC 9068 access token of a registered issuer for ${whom}, its scope that of this name. See \`/.well-known/oauth-protected-resource\`.`,
  };
}

/** Keeps each named schema once, under its name; returns the schema with references in their place. */
function namedWithin(value: Schema, schemas: Record<string, Schema>): Schema {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    // The example of a body stands beside its schema in the operation.
    const { $id, examples: _, ...rest } = part as Schema;
    const walked = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, walk(inner)]));
    if (typeof $id !== 'string') return walked;
    schemas[$id] = walked;
    return { $ref: `#/components/schemas/${$id}` };
  };
  return walk(value) as Schema;
}
