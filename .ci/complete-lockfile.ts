/**
 * Names in package-lock.json every optional platform package that npm left out.
 *
 * A registry mirror that lacks a package for another platform makes `npm install` drop it from the lockfile,
 * and `npm ci` then refuses the lockfile on every platform. Run after each change of dependencies: `npm run lock`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> };
const OS = /(?:^|[-/])(android|darwin|freebsd|linux|openharmony|win32|openbsd|netbsd|sunos|aix)(?:-|$)/;
const CPU = /-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-|$)/;

for (const { optionalDependencies, dev } of Object.values(lockfile.packages) as LockedPackage[]) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const os = OS.exec(name)?.[1];
    const key = `node_modules/${name}`;
    if (os === undefined || key in lockfile.packages) continue;
    const cpu = CPU.exec(name)?.[1];
    lockfile.packages[key] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(dev && { dev }),
      optional: true,
      os: [os],
    };
  }
}

const [root = {}, ...rest] = Object.entries(lockfile.packages);
const sorted = rest.sort(([a], [b]) => (a < b ? -1 : 1));
lockfile.packages = Object.fromEntries([root as [string, object], ...sorted]);
writeFileSync('package-lock.json', `${JSON.stringify(lockfile, null, 2)}\n`);
