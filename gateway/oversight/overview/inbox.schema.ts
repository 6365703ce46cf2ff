/** The inbox as it is shown: each task with how many, since when and due by when; reports by agency and kind. */
import { count, list, object, oneOf, orNull, type TypeOf, text, time } from '../../http/schemas/shapes.ts';
import { INBOX_TASKS } from './inbox-store.ts';

export const inbox = {
  $id: 'Inbox',
  ...object({
    items: list(
      object({
        task: oneOf(...INBOX_TASKS),
        ...{ agency: orNull(text), name: orNull(text), kind: orNull(text), entry: orNull(count) },
        ...{ count, since: time, due: orNull(time) },
      }),
    ),
  }),
};

export type Inbox = TypeOf<typeof inbox>;
