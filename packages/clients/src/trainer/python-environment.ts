/** What a child may inherit: where programs, libraries, devices and model caches are. */
const inheritable =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|(CUDA|NVIDIA|NCCL|ROCR?|HIP|HSA)_\w+|HF_HOME)$/;

/**
 * The whole environment of a Python child: an allow-list of what is inherited, so that no token or
 * database address reaches it, and settings that keep it offline and its thread count pinned.
 *
 * @param source folder that holds the package `evoline_policy`
 */
export function pythonEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  options: { readonly source: string; readonly threads: number },
): Record<string, string> {
  const kept = Object.entries(inherited).filter(([name]) => inheritable.test(name));
  const threads = String(options.threads);
  return {
    ...Object.fromEntries(kept.flatMap(([name, value]) => (value ? [[name, value]] : []))),
    PYTHONPATH: options.source,
    PYTHONUNBUFFERED: '1',
    OMP_NUM_THREADS: threads,
    MKL_NUM_THREADS: threads,
    TOKENIZERS_PARALLELISM: 'false',
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
  };
}
