/** Checks every two seconds if the vendor's list was last seen to hold the standing queries in force. */
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../../faults/repeat.ts';
import { type VendorSyncDeps, watchVendorList } from './sync-vendor-list.ts';

const EVERY = 2_000;

/** @param run carries a job out here, where no queue does: without it the vendor would look for nothing */
export function repeatVendorSync(
  deps: VendorSyncDeps & { readonly log: TroubleLog },
  run: ((id: string) => Promise<void>) | null,
): Repeated {
  const trouble = lastingTrouble(deps.log, {
    trouble:
      'standing queries could not be compared with the vendor’s hot list; it is retried every two seconds',
    end: 'standing queries are compared with the vendor’s hot list again',
  });
  return repeat(EVERY, async () => {
    try {
      const due = await watchVendorList(deps);
      trouble.isOver();
      if (due !== null) await run?.(due);
    } catch (error) {
      trouble.lasts({ code: (error as { readonly code?: unknown }).code });
    }
  });
}
