/**
 * Compiles the gateway, and the programs of the tests, into a directory: by swc, as jest compiles them, since
 * `npm run build` takes twelve times the processor to check their types again. Called with that directory, and the
 * project's or that of a changed copy.
 */
const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { transformSync } = require('@swc/core');
const { jest, scripts } = require('../../package.json');

const [out, source] = process.argv.slice(2);

const optionsFor = (ending) => {
  const options = jest.transform[`^.+\\.${ending}$`][1];
  return { ...options, jsc: { ...options.jsc, rewriteRelativeImportExtensions: true }, swcrc: false };
};
const COMPILED = { ts: optionsFor('ts'), tsx: optionsFor('tsx') };
/** Matches the other files that a program imports; below are those that `npm run build` copies. */
const COPIED = /\.json$/;
const ALONG = scripts.build
  .match(/\[('.*?')\]/)[1]
  .split(',')
  .map((name) => name.slice(1, -1));

// A changed copy of the source has no tests of its own.
for (const folder of ['gateway', 'sharing-rules', 'migrations', 'test'].filter((name) =>
  existsSync(join(source, name)),
))
  for (const file of readdirSync(join(source, folder), { recursive: true, withFileTypes: true })) {
    const from = join(file.parentPath, file.name);
    const path = from.slice(source.length + 1);
    if (!file.isFile() || /\.test\.ts$|^gateway\/pages\/verify\/browser\//.test(path)) continue;
    const ending = /\.(tsx?)$/.exec(path)?.[1];
    if (ending === undefined && !COPIED.test(path)) continue;
    const to = join(out, path);
    mkdirSync(dirname(to), { recursive: true });
    if (ending === undefined) cpSync(from, to);
    else {
      const { code } = transformSync(readFileSync(from, 'utf8'), { ...COMPILED[ending], filename: from });
      writeFileSync(to.replace(/\.tsx?$/, '.js'), code);
    }
  }
for (const name of ALONG) {
  const from = [source, join(__dirname, '../..')].map((root) => join(root, name)).find(existsSync);
  cpSync(from, join(out, name), { recursive: true });
}
