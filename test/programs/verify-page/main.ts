/** `npm run compose:verify`: writes the program of the page `/verify` after one of its modules has changed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../setup/source-files.ts';
import { composeProgram } from './compose-program.ts';

const file = 'gateway/pages/verify/verify-program.json';
writeFileSync(join(ROOT, file), `${JSON.stringify(composeProgram(), null, 2)}\n`);
process.stdout.write(`${file} is written: commit it with the change\n`);
