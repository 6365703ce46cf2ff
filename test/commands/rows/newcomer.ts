/** What the README tells somebody to type who has just started the demo, and what a partner's officer types. */
import { files, grantInForce, noGrant } from '../given.ts';
import type { Placeholders, Row } from '../row.ts';
import type { Scene } from '../scene.ts';

const ADAMS = 'CO0010000';
const AURORA = 'CO0010100';

/** The demo of a test is at another port than a newcomer's. */
const outside = async ({ file }: Scene): Promise<Placeholders> => ({ 'http://127.0.0.1:8080': file.gateway });
/** As `query` keeps it where its answer could not be written. */
const keptReceipt = async (scene: Scene): Promise<Placeholders> => {
  await grantInForce(ADAMS)(scene);
  await scene.put('kept.json', (await scene.type('npm run gateway -- query DEMO001 --json')).stdout);
  return { '<quoted(path)>': 'kept.json' };
};
/** A page was shown, and more follow. @param placeholder stands for the release */
const shownPage =
  (placeholder: string) =>
  async (scene: Scene): Promise<Placeholders> => {
    await grantInForce(ADAMS)(scene);
    const { stdout } = await scene.type('npm run gateway -- query DEMO001 --limit 1 --json');
    return { [placeholder]: JSON.parse(stdout).releaseId };
  };
const keyFile = (scene: Scene) => files({ 'log-key.txt': scene.file.logKey })(scene);

export const NEWCOMER: readonly Row[] = [
  { named: 'npm run gateway -- query DEMO001 --as adams', given: grantInForce(ADAMS) },
  {
    named: 'npm run gateway -- query DEMO001 --as brighton',
    given: noGrant('CO0010200'),
    refused: /^403: /m,
  },
  {
    named: 'npm run gateway -- query DEMO001 --as adams --purpose immigration_civil',
    given: grantInForce(ADAMS),
    refused: /^ +purpose_prohibited /m,
  },
  { named: 'npm run gateway -- query --next 3f0c…', given: shownPage('3f0c…') },
  { named: 'npm run gateway -- query --next <releaseId>', given: shownPage('<releaseId>') },
  { named: 'npm run gateway -- audit verify' },
  { named: 'npm run gateway -- audit verify --save checkpoint.txt' },
  { named: 'npm run gateway -- audit verify --older checkpoint.txt' },
  {
    named: 'npm run --silent gateway -- query DEMO001 --json > answer.json',
    given: grantInForce(ADAMS),
    shell: true,
  },
  { named: `node -p 'require("./.data/demo.json").logKey' > log-key.txt`, shell: true },
  {
    named:
      'node dist/gateway/audit-verify/main.js --url http://127.0.0.1:8080/log --key log-key.txt --older checkpoint.txt',
    given: outside,
    shell: true,
  },
  {
    named: 'node dist/gateway/audit-verify/main.js --receipt answer.json --key log-key.txt',
    given: keyFile,
    shell: true,
  },
  { named: 'npm run gateway -- audit mirror http://127.0.0.1:8080/log log-mirror', given: outside },
  { named: 'npm run gateway -- audit verify log-mirror' },
  { named: 'npm run gateway -- audit verify --receipt <quoted(path)>', given: keptReceipt },
  { named: 'npm run gateway -- query DEMO001 --as aurora', given: grantInForce(AURORA) },
  { named: 'npm run gateway -- revoke CO0010100 --reason "a test"', given: grantInForce(AURORA) },
  { named: 'npm run gateway -- demo code admin-2' },
  { named: 'npm run gateway -- demo code <login>', given: async () => ({ '<login>': 'chief' }) },
  { named: 'npm run bench -- --help', shell: true },
  { named: 'npm run gateway -- --help' },
  { named: 'npm run gateway -- query --help' },
];
