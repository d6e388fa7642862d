/**
 * The twelve repositories of SWE-bench, lower case, with the owners they had before. SWE-RL leaves
 * all of them out (appendix A), so that evaluation tasks are not trained on.
 */
export const sweBenchRepositories: readonly string[] = [
  'astropy/astropy',
  'django/django',
  'kennethreitz/requests',
  'matplotlib/matplotlib',
  'mitsuhiko/flask',
  'mwaskom/seaborn',
  'pallets/flask',
  'psf/requests',
  'pycqa/pylint',
  'pydata/xarray',
  'pylint-dev/pylint',
  'pytest-dev/pytest',
  'requests/requests',
  'scikit-learn/scikit-learn',
  'sphinx-doc/sphinx',
  'sympy/sympy',
];

/**
 * Whether a repository is on the list of excluded ones. Mirrors that spell `owner/name` as
 * `owner__name`, as the mirror organisations of the suites do, count as the original.
 */
export function isExcludedRepository(name: string, excluded: readonly string[]): boolean {
  const lower = name.toLowerCase();
  const last = lower.slice(lower.lastIndexOf('/') + 1);
  return [lower, last.replace('__', '/')].some((spelling) => excluded.includes(spelling));
}
