/** Makes JavaScript of rules that were kept as TypeScript: of a node that runs from its sources. Nothing of them is run. */

/** The builder is installed with the sources, not with the build: it is a tool of developers. */
export class CannotBuild extends Error {}

/** @param rules the directory of their files, in which `decide-again.js` is made with all that it needs */
export async function buildRules(rules: string): Promise<void> {
  const { build } = await import('esbuild').catch((cause) => {
    throw new CannotBuild('rules kept as TypeScript are replayed from a checkout with its packages', {
      cause,
    });
  });
  await build({
    ...{ absWorkingDir: rules, entryPoints: ['decide-again.ts'], outfile: 'decide-again.js' },
    ...{ bundle: true, format: 'esm', platform: 'neutral', target: 'node20', logLevel: 'silent' },
    // A reason may name the rule that failed.
    keepNames: true,
    // None that lies about the directory.
    tsconfigRaw: {},
  });
}
