/** Every body and answer of the API that has a name, a member a row. */
import { DataTable } from '../layout/data-table.tsx';
import { Document } from '../layout/document.tsx';
import { inCode } from '../layout/in-code.tsx';
import type { ApiDocument, ApiSchema } from './api-document.ts';
import { type MemberRow, membersOf, typeOf } from './describe-schema.ts';
import { API_PAGE, SHAPES_PAGE } from './guides.ts';

/** @param document as `/openapi.json` has it */
export function ShapesPage({ document }: { readonly document: object }) {
  const { schemas } = (document as ApiDocument).components;
  return (
    <Document title={SHAPES_PAGE.title} at={`/docs/${SHAPES_PAGE.name}`} signedIn={null}>
      <p>
        The schemas by which <a href={`/docs/${API_PAGE.name}`}>the API</a> checks what it is sent and
        describes what it answers. <code>[]</code> stands for each item of a list. Unknown members are
        refused.
      </p>
      {Object.entries(schemas).map(([name, schema]) => (
        <Shape key={name} name={name} schema={schema} />
      ))}
    </Document>
  );
}

function Shape({ name, schema }: { readonly name: string; readonly schema: ApiSchema }) {
  const members = membersOf(schema);
  return (
    <section>
      <h2 id={name}>{name}</h2>
      {members.length === 0 ? (
        <p>{schema.type === 'object' ? 'An object whose members are not listed here.' : typeOf(schema)}</p>
      ) : (
        <DataTable
          name={`Members of ${name}`}
          columns={[
            { name: 'Member', of: (row) => <code>{row.name}</code> },
            { name: 'Required', of: ({ isRequired }) => (isRequired ? 'yes' : 'no') },
            { name: 'What it is', of: typeCell },
          ]}
          rows={members}
          empty="It has no members."
        />
      )}
    </section>
  );
}

function typeCell({ description, refersTo, type }: MemberRow) {
  return (
    <>
      {refersTo === null ? type : <a href={`#${refersTo}`}>{type}</a>}
      {description === '' ? '' : <>. {inCode(description)}</>}
    </>
  );
}
