/** The API for people: every operation by its group, from the same list that the router is made from. */
import { Fragment } from 'preact';
import reasons from '../../../sharing-rules/terms/data/reasons.json' with { type: 'json' };
import type { Operation } from '../../http/routes/route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { Document } from '../layout/document.tsx';
import { inCode } from '../layout/in-code.tsx';
import type { ApiDocument, ApiOperation } from './api-document.ts';
import { OperationView } from './api-operation.tsx';
import { API_PAGE } from './guides.ts';

export interface ApiPageProps {
  /** The document as `/openapi.json` has it. */
  readonly document: object;
  readonly operations: readonly Operation[];
}

export function ApiPage({ document, operations }: ApiPageProps) {
  const api = document as ApiDocument;
  const describedBy = ({ method, path }: Operation) => api.paths[path]?.[method];
  return (
    <Document title={API_PAGE.title} at="/docs/api" signedIn={null}>
      <Introduction />
      <Headers operations={Object.values(api.paths).flatMap((methods) => Object.values(methods))} />
      <nav aria-label="Groups of operations">
        <ul>
          {api.tags.map(({ name }) => (
            <li key={name}>
              <a href={`#${anchorOf(name)}`}>{name}</a>
            </li>
          ))}
          <li>
            <a href="#reason-codes">Reason codes</a>
          </li>
        </ul>
      </nav>
      {api.tags.map(({ description, name }) => (
        <section key={name} aria-labelledby={anchorOf(name)}>
          <h2 id={anchorOf(name)}>{name}</h2>
          <p>{description}</p>
          {operations.map((operation) => {
            const described = describedBy(operation);
            if (described?.tags[0] !== name) return null;
            return (
              <OperationView
                key={operation.id}
                operation={operation}
                described={described}
                gatewayUrl={api.servers[0].url}
              />
            );
          })}
        </section>
      ))}
      <h2 id="reason-codes">Reason codes</h2>
      <p>
        <a href="/docs/reasons">The guide to the reason codes</a> has their details too, and why a query is
        held for a person.
      </p>
      <ReasonsTable />
    </Document>
  );
}

function Introduction() {
  return (
    <>
      <p>
        Every operation, as the gateway itself declares it; <a href="/openapi.json">/openapi.json</a> is the
        same for programs. Refusals and faults are problem documents (RFC 9457) whose <code>reasons</code>{' '}
        have the <a href="#reason-codes">codes below</a>.{' '}
        <a href="/docs/partners-guide">The partners’ guide</a> says how to ask, and{' '}
        <a href="/docs/partner-kit">the kit</a> has clients to begin with.
      </p>
      <p>
        The examples run against the demo, typed in the project’s directory: the command <code>api</code>{' '}
        signs in as the client that <code>--as</code> names, sends the request with a proof of its key, and
        prints the answer. An id in an example stands for one that a list shows.
      </p>
    </>
  );
}

/** Tells each header once, and names it at the operations that take it. */
function Headers({ operations }: { readonly operations: readonly ApiOperation[] }) {
  const headers = operations.flatMap(({ parameters }) => parameters.filter((one) => one.in === 'header'));
  const byName = new Map(headers.map((header) => [header.name, header.description ?? '']));
  return (
    <dl class="facts">
      {[...byName].map(([name, what]) => (
        <Fragment key={name}>
          <dt id={name}>
            Header <code>{name}</code>
          </dt>
          <dd>{inCode(what)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function anchorOf(group: string): string {
  return group.toLowerCase().replaceAll(' ', '-');
}

/** The reason codes, from the rules' own table. */
function ReasonsTable() {
  return (
    <DataTable
      name="Reason codes"
      columns={[
        {
          name: 'Code',
          of: ([code]) => (
            <a href={`/docs/reasons#${code}`}>
              <code>{code}</code>
            </a>
          ),
        },
        { name: 'What it means', of: ([, { means }]) => asSentence(means) },
        { name: 'What to do', of: ([, { sentence }]) => inCode(asSentence(sentence)) },
        { name: 'Clause', of: ([, { clause }]) => clause },
      ]}
      rows={Object.entries(reasons)}
      empty="There is no reason code."
    />
  );
}

function asSentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
