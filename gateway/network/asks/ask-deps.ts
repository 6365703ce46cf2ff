/** What an ask needs of the node, beside what every query does. */
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import type { QueryDeps } from '../../query/handle-query.ts';
import type { SilentPartners } from './ask-in-time.ts';
import type { PeerLines } from './peer-lines.ts';
import type { RecordDeps } from './record-answers.ts';

export interface AskDeps extends QueryDeps, RecordDeps {
  readonly lines: Pick<PeerLines, 'to' | 'forget'>;
  readonly silent: SilentPartners;
  /** The origin of our own log. */
  readonly origin: string;
  readonly plateKeys: PlateKeys;
}
