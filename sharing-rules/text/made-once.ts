/** Returns a table that is made when somebody first asks for it: most programs that load the rules never do. */
export function madeOnce<Made extends {}>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
