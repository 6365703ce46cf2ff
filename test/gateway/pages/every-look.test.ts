/** The tests of pages once more, with axe in every look: light alone is what they are judged in each time. */
import { join } from 'node:path';
import { describeFile } from '../../setup/at-once/blocks.ts';
import { filesBelow, ROOT } from '../../setup/source-files.ts';

process.env.EVERY_LOOK = 'yes';
for (const { path, text } of filesBelow('test/gateway/pages'))
  if (text.includes('expect(await axeViolationsInEveryView('))
    await describeFile(path, () => import(join(ROOT, path)));
