/** Two administrators and the agency whose grant they give and take back. */
import type { Asker } from '../../../setup/asker.ts';
import { BRIGHTON } from './cast.ts';
import { grantBody, grantSharing } from './grant-sharing.ts';
import type { Target } from './scene.ts';

export interface Administration {
  /** Where administrators ask. */
  readonly url: string;
  readonly administrators: readonly [Asker, Asker];
  readonly ori: string;
  grant(): Promise<unknown>;
}

/** @param of its address, where administrators have another one */
export function administrationOf(target: Target, url = target.url): Administration {
  const administrators = [target.as('first-admin'), target.as('second-admin')] as const;
  return {
    ...{ url, administrators, ori: BRIGHTON },
    grant: () => grantSharing(url, administrators, grantBody(BRIGHTON)),
  };
}
