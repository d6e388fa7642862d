/** Arguments of every connection. */
export interface ConnectionArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** What places an item in its connection: the sort key, then a number that no other item has. */
export type Place = readonly [string, number];

export interface Order<T> {
  readonly place: (item: T) => Place;
  readonly descending?: boolean;
}

/** The order in which `items` stand, for lists that never change. */
export function listOrder<T>(items: readonly T[]): Order<T> {
  return { place: (item) => ['', items.indexOf(item)] };
}

/**
 * A connection with cursors that hold the item's place rather than its position, so that a page goes on
 * rightly while the list changes. `items` stand in `order`; `node` makes each on demand, and may return an
 * error, which makes that node null.
 */
export function connection<T>(
  items: readonly T[],
  args: ConnectionArguments,
  order: Order<T>,
  node: (item: T) => unknown,
): object {
  const { place } = order;
  const from = args.after == null ? 0 : indexOf(items, order, readCursor(args.after), 'behind');
  const until =
    args.before == null ? items.length : indexOf(items, order, readCursor(args.before), 'at');
  const between = items.slice(from, until);
  const taken = args.last == null ? between.slice(0, args.first ?? 100) : between.slice(-args.last);
  const [start, end] = [taken[0], taken.at(-1)].map((item) =>
    item === undefined ? null : cursorOf(place(item)),
  );
  return {
    totalCount: items.length,
    nodes: () => taken.map(node),
    edges: () => taken.map((item) => ({ cursor: cursorOf(place(item)), node: node(item) })),
    pageInfo: {
      hasNextPage: args.last == null ? between.length > taken.length : until < items.length,
      hasPreviousPage: args.last == null ? from > 0 : between.length > taken.length,
      startCursor: start,
      endCursor: end,
    },
  };
}

function cursorOf(place: Place): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(place)}`).toString('base64');
}

function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64').toString();
  const place: unknown = text.startsWith('cursor:v2:') ? JSON.parse(text.slice(10)) : undefined;
  if (Array.isArray(place) && typeof place[0] === 'string' && typeof place[1] === 'number')
    return [place[0], place[1]];
  throw new Error(`\`${cursor}\` does not appear to be a valid cursor.`);
}

/** First index behind the place, or at it. */
function indexOf<T>(
  items: readonly T[],
  order: Order<T>,
  mark: Place,
  at: 'behind' | 'at',
): number {
  const sign = order.descending === true ? -1 : 1;
  const found = items.findIndex((item) => {
    const compared = sign * comparePlaces(order.place(item), mark);
    return at === 'behind' ? compared > 0 : compared >= 0;
  });
  return found === -1 ? items.length : found;
}

function comparePlaces([keyA, numberA]: Place, [keyB, numberB]: Place): number {
  if (keyA !== keyB) return keyA < keyB ? -1 : 1;
  return numberA - numberB;
}
