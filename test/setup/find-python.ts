/** Finds an interpreter of Python that has what a program stands on: not each `python3` sees what Debian installs. */
import { spawnSync } from 'node:child_process';

/** @param modules with commas between, e.g. `requests, jwcrypto`; undefined: none has them */
export const findPython = (modules: string): string | undefined =>
  ['/usr/bin/python3', 'python3'].find(
    (each) => spawnSync(each, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0,
  );
