/** Looks again for what agencies have not answered yet: later each time, and five times at most. */
const here = new URL(location.href);
const looked = Number(here.searchParams.get('looked') ?? 0);
if (looked < 5) {
  setTimeout(
    () => {
      here.searchParams.set('looked', String(looked + 1));
      location.replace(here);
    },
    2000 * 2 ** looked,
  );
}
