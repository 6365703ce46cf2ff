/** Links to the next page of a list; shows nothing after the last one. */

interface MoreLinkProps {
  /** The address of the list, without its parameters. */
  readonly address: string;
  /** The parameters that are kept from page to page. */
  readonly filters: Readonly<Record<string, string>>;
  readonly next: string | null;
  readonly name: string;
}

export function MoreLink({ address, filters, name, next }: MoreLinkProps) {
  if (next === null) return null;
  const kept = Object.entries(filters).filter(([, value]) => value !== '');
  return (
    <p>
      <a href={`${address}?${new URLSearchParams([...kept, ['after', next]])}`}>{name}</a>
    </p>
  );
}
