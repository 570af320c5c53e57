/** With this much memory a function has one CPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEMORY_MB_PER_CPU = 1769;

/** What an execution environment may have. */
export interface LambdaLimits {
  /** CPU goes with it. */
  readonly memoryMb: number;
  /** Size of `/tmp`. */
  readonly tmpMb: number;
  /** User and group, neither of which has an entry in /etc/passwd or /etc/group. */
  readonly user: string;
}

/** The options of `podman run` that hold a container to what Lambda's execution environments are held to. */
export const limitArguments = ({ memoryMb, tmpMb, user }: LambdaLimits): readonly string[] => [
  ...['--read-only', '--read-only-tmpfs=false', '--tmpfs', `/tmp:rw,nosuid,nodev,size=${tmpMb}m,mode=1777`],
  ...['--user', user, '--passwd=false', '--cap-drop=all', '--security-opt=no-new-privileges'],
  // Podman's own filter would refuse what Lambda's may not: nothing here is to rely on it.
  '--security-opt=seccomp=unconfined',
  // No /dev/shm.
  '--ipc=none',
  ...['--memory', `${memoryMb}m`, '--memory-swap', `${memoryMb}m`, '--cpus', (memoryMb / MEMORY_MB_PER_CPU).toFixed(2)],
  ...['--pids-limit=1024', '--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
];
