/** The gateway is upgraded, and the verifiers in the field are not: they must cry no forgery, and be no place to hide one. */
import { type Attack, control } from '../attack.ts';
import { forgeLog, forger } from '../scene/forged-log.ts';
import { runProgram } from '../scene/programs.ts';

export const attack: Attack = {
  tries:
    'entries of kinds that no verifier knows: written honestly by a later version, and to hide a release',
  run: async (scene) => {
    const verify = async (...log: [kinds: readonly string[], last?: object]) => {
      const [keys, directory] = [forger(), await scene.newDirectory()];
      await forgeLog(keys, directory, log[0], { ...log[1] });
      const words = [directory, '--key', keys.vkey];
      return runProgram(scene.source, 'gateway/audit-verify/main.ts', words, {}).ended;
    };
    control((await verify(['log_read', 'purged'])).code === 0, 'a log of known kinds does not verify');
    const later = await verify(['log_read', 'telepathy_noted']);
    const mark = await verify(['log_read', 'licence_lapsed'], { epoch: 2 });
    const hidden = { agency: 'CO0010000', grant: 'never-approved', effect: 'permit' };
    const release = await verify(['log_read', 'quiet_release'], hidden);
    const codes = [later, mark, release].map(({ code }) => code);
    return {
      refused: codes.join() === '3,3,1' && later.output.includes('this program is older than the log: kinds'),
      seen: `a later version's entry ends with ${codes[0]}, its mark with ${codes[1]}, a hidden release with ${codes[2]}`,
    };
  },
};
