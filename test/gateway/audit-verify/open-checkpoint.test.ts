/** A checkpoint whose form is forbidden is refused though its signature is good, and it is said what to look at. */
import { expect, test } from '@jest/globals';
import { openCheckpoint } from '../../../gateway/audit-verify/open-checkpoint.ts';
import { createLogKey, signNote } from '../../independent/signed-by-hand.ts';

const log = createLogKey('log.test');
const text = `log.test\n7\n${Buffer.alloc(32, 7).toString('base64')}\n`;
const good = signNote(text, log);

test('a checkpoint may have extension lines, and signatures of others', async () => {
  const note = signNote(`${text}one\ntwo\n`, createLogKey('other.test'), log);
  expect(await openCheckpoint(note, log.vkey)).toMatchObject({ origin: 'log.test', size: 7, note });
});

test.each([
  [
    'an empty extension line',
    signNote(`${text}one\n\ntwo\n`, log),
    'line 5 of the checkpoint is an empty ext',
  ],
  ['a tab', signNote(`${text}one\ttwo\n`, log), 'line 4 of the checkpoint has the control character U+0009'],
  [
    'a carriage return',
    good.replace(/\n$/, '\r\n'),
    'line 5 of the checkpoint has the control character U+000D',
  ],
  ['a line after its signatures', `${good}more\n`, 'line 6 of the checkpoint is not a signature line'],
])('a checkpoint with %s is refused: it names the line, and the next step', async (_, note, what) => {
  const refused = await openCheckpoint(note, log.vkey).catch((error) => (error as Error).message);
  expect(refused).toContain(what);
  expect(refused).toMatch(
    /; next: take the checkpoint again, and give it unchanged; if it is the same, tell /,
  );
});
