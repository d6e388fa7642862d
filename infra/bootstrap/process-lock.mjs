import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Who holds a lock: a process id and its start time, so that a re-used process id is not taken for the holder.
 * @typedef {{ pid: number, startTicks: string | null }} LockOwner
 */

/**
 * Takes an exclusive lock that ends with its process, however that ends.
 * A lock whose holder is gone (kill -9, power cut) is taken over.
 *
 * @param {string} file path of the lock, on a file system with hard links
 * @returns {{ release: () => void } | { holder: LockOwner }} the lock, or who has it
 */
export function takeProcessLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const owner = processIdentity(process.pid);
  writeFileSync(mine, JSON.stringify(owner));
  try {
    for (;;) {
      if (linked(mine, file)) return { release: () => releaseLock(file, owner) };
      const holder = lockHolder(file);
      if (holder !== null && isSameProcess(holder)) return { holder };
      moveStaleAside(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * The process that holds the lock, alive or not; null where there is no lock.
 * @param {string} file
 * @returns {LockOwner | null}
 */
export function lockHolder(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner.pid === 'number' ? owner : null;
  } catch {
    return null;
  }
}

/**
 * Whether the process is alive and the same one that was recorded.
 * @param {LockOwner} owner
 */
export function isSameProcess(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
  }
  const now = processIdentity(owner.pid);
  return owner.startTicks === null || owner.startTicks === now.startTicks;
}

/**
 * Process id and start time in clock ticks since boot (proc(5), field 22 of stat; null without /proc, or when dead).
 * A zombie counts as dead: nobody can talk to it any more.
 * @param {number} pid
 * @returns {LockOwner}
 */
export function processIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, startTicks: fields[0] === 'Z' ? null : (fields[19] ?? null) };
  } catch {
    return { pid, startTicks: null };
  }
}

/** @param {string} from @param {string} to */
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Two processes may find the same stale lock: the rename decides, and whoever moved a live lock puts it back.
 * @param {string} file
 */
function moveStaleAside(file) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return;
    throw error;
  }
  const moved = lockHolder(aside);
  if (moved !== null && isSameProcess(moved)) linked(aside, file);
  rmSync(aside, { force: true });
}

/** @param {string} file @param {LockOwner} owner */
function releaseLock(file, owner) {
  const holder = lockHolder(file);
  if (holder?.pid === owner.pid && holder.startTicks === owner.startTicks)
    rmSync(file, { force: true });
}
