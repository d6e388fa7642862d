/** A page of a list and the Link header that leads on (RFC 8288; GitHub Docs, "Using pagination"). */
export interface Page<T> {
  readonly items: readonly T[];
  readonly link: string | null;
}

const defaultPerPage = 30;
const maxPerPage = 100;

/**
 * Cuts `items` by the request's `page` and `per_page`. What is not a positive number counts as absent, more
 * than 100 counts as 100, and a page past the end is empty. `cap` is where GitHub stops altogether.
 */
export function paginate<T>(items: readonly T[], request: URL, cap = Infinity): Page<T> {
  const all = items.slice(0, cap);
  const perPage = Math.min(
    maxPerPage,
    positive(request.searchParams.get('per_page')) ?? defaultPerPage,
  );
  const page = positive(request.searchParams.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const links: string[] = [];
  const add = (number: number, relation: string) => {
    const target = new URL(request);
    target.searchParams.set('page', `${number}`);
    links.push(`<${target}>; rel="${relation}"`);
  };
  if (page > 1) add(Math.min(page - 1, last), 'prev');
  if (page < last) {
    add(page + 1, 'next');
    add(last, 'last');
  }
  if (page > 1) add(1, 'first');
  const part = all.slice((page - 1) * perPage, page * perPage);
  return { items: part, link: links.length === 0 ? null : links.join(', ') };
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
