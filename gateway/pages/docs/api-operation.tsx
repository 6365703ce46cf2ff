/** Shows one operation of the API: who may ask, what it takes, what it answers, and an example. */
import { Fragment } from 'preact';
import type { Operation } from '../../http/routes/route.ts';
import { inCode } from '../layout/in-code.tsx';
import { type ApiAnswer, type ApiOperation, type ApiSchema, nameOf } from './api-document.ts';
import { exampleOf } from './api-examples.ts';
import { typeOf } from './describe-schema.ts';
import { SHAPES_PAGE } from './guides.ts';

interface OperationProps {
  readonly operation: Operation;
  readonly described: ApiOperation;
  /** The gateway's URL, for operations that need no token. */
  readonly gatewayUrl: string;
}

export function OperationView({ described, gatewayUrl, operation }: OperationProps) {
  const { method, path } = operation;
  const { description, operationId, parameters, requestBody, responses } = described;
  const body = requestBody?.content['application/json']?.schema;
  const headers = parameters.filter((one) => one.in === 'header');
  const fields = parameters.filter((one) => one.in !== 'header');
  const own = Object.entries(responses).filter(([, { $ref }]) => $ref === undefined);
  const problems = Object.entries(responses).filter(([, { $ref }]) => $ref !== undefined);
  return (
    <article class="operation">
      <h3 id={operationId}>
        <code>
          {method.toUpperCase()} {path}
        </code>
      </h3>
      <p>{inCode(description)}</p>
      <dl class="facts">
        {fields.map(({ description: what, in: place, name, schema }) => (
          <Fragment key={name}>
            <dt>
              <code>{name}</code> ({place === 'path' ? 'in the path' : 'in the address, optional'})
            </dt>
            <dd>
              {typeOf(schema)}
              {what === undefined ? '' : <>. {inCode(what)}</>}
            </dd>
          </Fragment>
        ))}
        {headers.length === 0 ? null : (
          <>
            <dt>Headers, optional</dt>
            <dd>
              {headers.map(({ name }, at) => (
                <Fragment key={name}>
                  {at === 0 ? '' : ', '}
                  <a href={`#${name}`}>{name}</a>
                </Fragment>
              ))}
            </dd>
          </>
        )}
        {body === undefined ? null : (
          <>
            <dt>Body</dt>
            <dd>
              <ShapeLink schema={body} />
              {requestBody?.required === false ? ', can be left out' : ''}
            </dd>
          </>
        )}
        {own.map(([status, answer]) => (
          <Fragment key={status}>
            <dt>Answer {status}</dt>
            <dd>
              {inCode(answer.description ?? '')} <AnswerShapes {...answer} />
            </dd>
          </Fragment>
        ))}
        <dt>Problems</dt>
        <dd>{problems.map(([status]) => status).join(', ')}</dd>
      </dl>
      <pre>
        <code>{exampleOf(operation, described, gatewayUrl)}</code>
      </pre>
    </article>
  );
}

function AnswerShapes({ content = {} }: ApiAnswer) {
  return Object.entries(content)
    .filter(([type]) => type !== 'application/problem+json')
    .map(([type, { schema }]) => (
      <span key={type}>
        <code>{type}</code>
        {schema === undefined ? ' ' : <ShapeOf schema={schema} />}
      </span>
    ));
}

function ShapeOf({ schema }: { readonly schema: ApiSchema }) {
  return (
    <>
      {': '}
      <ShapeLink schema={schema} />{' '}
    </>
  );
}

function ShapeLink({ schema }: { readonly schema: ApiSchema }) {
  if (schema.$ref === undefined) return typeOf(schema);
  const name = nameOf(schema.$ref);
  return <a href={`/docs/${SHAPES_PAGE.name}#${name}`}>{name}</a>;
}
