/** The settings of the pages that people look at. */
import { contact, optional, plain, timeZone } from './parse-setting.ts';

export const PAGE_SETTINGS = {
  contact: {
    name: 'CONTACT',
    what: 'whom partners and the public ask, as a mail address or an `https` URL: shown at `/` and in `/openapi.json`; empty: none is shown',
    fallback: '',
    parse: optional(contact),
  },
  localTimeZone: {
    name: 'LOCAL_TIME_ZONE',
    what: 'time zone (IANA) in which pages behind the sign-in show times beside UTC, and count days',
    fallback: 'America/Denver',
    parse: timeZone,
  },
  signInClientsFile: {
    name: 'SIGN_IN_CLIENTS_FILE',
    what: 'file (mode 0600) of the clients by which people sign in at the pages; empty: nobody can, and the public pages work',
    fallback: '',
    parse: optional(plain),
  },
};
