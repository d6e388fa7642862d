import type { components } from '@octokit/openapi-types';

/**
 * A part of a schema of GitHub's published REST description: every field must exist there and have that
 * type, none must be present. So what the double writes cannot drift from the contract unnoticed.
 */
export type PartialSchema<Name extends keyof components['schemas']> = Part<
  components['schemas'][Name]
>;

type Part<T> = T extends readonly (infer Member)[]
  ? Part<Member>[]
  : T extends object
    ? { [Key in keyof T]?: Part<T[Key]> | undefined }
    : T;
