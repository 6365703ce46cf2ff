/** American spelling in what people read: guides, help, messages, and the comments beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesBelow, ROOT } from './setup/source-files.ts';

/** As whole words: parts of names, such as a field of the API, are not among them. */
const BRITISH =
  /\b(authoris\w+|behaviours?|cancelled|catalogues?|centres?|colours?|defence|favour\w*|grey|learnt|licen[c]es?|metres?|neighbours?|normalisation|organis\w+|recognis\w+|serialis\w+|towards|travell\w+)\b/gi;

/** Headers of other people's files are read as these write them. */
const READS_OTHERS = new Set(['gateway/hot-lists/import/layouts/name-fields.ts']);

const GUIDES = [
  'README.md',
  'SECURITY.md',
  ...['deploy', 'gateway/docs', 'partner-kit'].flatMap(guidesBelow),
];

function guidesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

test('what people read is spelled as Americans spell it', () => {
  const texts = [
    ...GUIDES.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
    ...['gateway', 'sharing-rules'].flatMap(filesBelow).filter(({ path }) => !READS_OTHERS.has(path)),
  ];
  const found = texts.flatMap(({ path, text }) =>
    (text.match(BRITISH) ?? []).map((word) => `${path}: ${word}`),
  );
  expect(found).toEqual([]);
});
