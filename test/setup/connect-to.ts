/** The commands' way to a test node: as its persons, with real tokens. */
import type { Connect } from '../../gateway/cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../gateway/cli/client/http-client-answer.ts';
import type { Administration } from './administration.ts';

/** @param administration asked for at each connection: tests start it after they declare their commands */
export function connectTo(administration: () => Administration): Connect {
  return async (named, acting) => {
    const as = named ?? acting?.otherwise ?? 'admin-1';
    const admin = administration();
    const open = (...asked: [string, string, unknown?, Readonly<Record<string, string>>?]) =>
      admin.open(as, ...(asked as [string, string, unknown]));
    const request = async (...asked: Parameters<typeof open>) => readAnswer(await open(...asked));
    return {
      name: as,
      ori: admin.owner,
      scope: 'alpr.admin',
      logKey: '',
      resource: 'https://gateway.test',
      isDemo: false,
      open,
      request,
      call: async <T>(...asked: Parameters<typeof open>) => bodyOf(await request(...asked)) as T,
    };
  };
}
