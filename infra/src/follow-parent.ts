/**
 * Aborts when the process that started us is gone (`kill -9` of npm or of the bootstrap sends us nothing).
 * @param parentPid null when nobody in particular has to stay
 */
export function followParent(parentPid: number | null, whenGone: () => void): void {
  if (parentPid === null || process.ppid !== parentPid) return;
  const watch = setInterval(() => {
    if (process.ppid === parentPid) return;
    clearInterval(watch);
    whenGone();
  }, 1000);
  watch.unref();
}
