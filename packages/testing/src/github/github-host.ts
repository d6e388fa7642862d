import { DoubleClock } from './double-clock.ts';
import type { HostedRepository } from './hosted-repository.ts';

/** What a name leads to. Names are compared without case, as on GitHub. */
export type Lookup =
  | { readonly kind: 'found'; readonly repository: HostedRepository }
  | { readonly kind: 'moved'; readonly repository: HostedRepository }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'missing' };

/** Everything that the double holds. */
export class GitHubHost {
  readonly clock = new DoubleClock();
  readonly #byId = new Map<number, HostedRepository>();
  /** Present and former names in lower case. */
  readonly #byName = new Map<string, HostedRepository>();

  add(repository: HostedRepository): void {
    this.#byId.set(repository.id, repository);
    this.#byName.set(repository.fullName.toLowerCase(), repository);
  }

  repositories(): HostedRepository[] {
    return [...this.#byId.values()].toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
  }

  find(owner: string, name: string): Lookup {
    return this.#lookup(this.#byName.get(`${owner}/${name}`.toLowerCase()), `${owner}/${name}`);
  }

  findById(id: number): Lookup {
    const repository = this.#byId.get(id);
    return this.#lookup(repository, repository?.fullName ?? '');
  }

  /** Gives the repository a new name; the old one leads on to it. */
  rename(fullName: string, name: string): void {
    const repository = this.#present(fullName);
    repository.name = name;
    this.#byName.set(repository.fullName.toLowerCase(), repository);
  }

  /** Gives the repository to another account; the old name leads on to it. */
  transfer(fullName: string, owner: string): void {
    const repository = this.#present(fullName);
    repository.owner = owner;
    this.#byName.set(repository.fullName.toLowerCase(), repository);
  }

  /** The old name of a renamed repository leads nowhere any more. */
  release(formerName: string): void {
    this.#byName.delete(formerName.toLowerCase());
  }

  /** As if it had been deleted or made private. */
  remove(fullName: string): void {
    const repository = this.#present(fullName);
    this.#byId.delete(repository.id);
    for (const [name, other] of this.#byName) if (other === repository) this.#byName.delete(name);
  }

  /** As if it had been taken down: every answer is 451. */
  block(fullName: string): void {
    this.#present(fullName).blocked = 'dmca';
  }

  repository(fullName: string): HostedRepository {
    return this.#present(fullName);
  }

  #present(fullName: string): HostedRepository {
    const repository = this.#byName.get(fullName.toLowerCase());
    if (repository === undefined) throw new Error(`the double holds no repository ${fullName}`);
    return repository;
  }

  #lookup(repository: HostedRepository | undefined, asked: string): Lookup {
    if (repository === undefined) return { kind: 'missing' };
    if (repository.blocked !== null) return { kind: 'blocked' };
    const moved = repository.fullName.toLowerCase() !== asked.toLowerCase();
    return { kind: moved ? 'moved' : 'found', repository };
  }
}
