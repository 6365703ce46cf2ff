/** Streets, names, shops and typing errors come again and again; what they stand for does not change while the program runs. */

const REMEMBERED = 2048;

/** The function, which reckons each word once until too many others came. */
export function remembering<Made extends {}>(make: (word: string) => Made): (word: string) => Made {
  const remembered = new Map<string, Made>();
  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const made = make(word);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(word, made);
    return made;
  };
}
