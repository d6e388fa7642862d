import { describe, expect, it } from 'vitest';
import { EnvironmentError, readWorkerEnvironment } from './env.ts';

const complete = {
  DATABASE_URL: 'postgres://localhost/evoline',
  ARTIFACT_STORE: '/data/artifacts',
  ENGINE_URL: 'http://127.0.0.1:8000',
  EVOLINE_PYTHON: '/opt/python',
};

describe('the environment of a worker', () => {
  it('gives every role by default, and an engine called default', () => {
    const read = readWorkerEnvironment(complete);
    expect(read.roles).toEqual(['pipeline', 'mine', 'rollout', 'reward', 'train']);
    expect([...read.engines]).toEqual([['default', 'http://127.0.0.1:8000']]);
    expect(read).toMatchObject({ temporalAddress: '127.0.0.1:7233', temporalNamespace: 'default' });
  });

  it('needs no engine and no Python where the roles need none; empty counts as unset', () => {
    const cpu = {
      ...complete,
      ROLES: 'pipeline, mine,reward',
      ENGINE_URL: '',
      EVOLINE_PYTHON: ' ',
    };
    expect(readWorkerEnvironment(cpu)).toMatchObject({ engines: new Map(), python: null });
  });

  it('takes the settings of the threads that score, and leaves out what is not set', () => {
    const set = { ...complete, SCORE_THREADS: '3', SCORE_MEGABYTES: ' 256 ' };
    expect(readWorkerEnvironment(set).scoring).toEqual({ threads: 3, memoryMegabytes: 256 });
    expect(readWorkerEnvironment({ ...complete, SCORE_THREADS: '' }).scoring).toEqual({});
  });

  it('takes the room for mirrors in gigabytes', () => {
    const set = { ...complete, MIRROR_BUDGET_GIGABYTES: '20' };
    expect(readWorkerEnvironment(set).mirrors).toEqual({ budgetBytes: 20e9 });
  });

  it.each([
    ['MIRROR_MAX_GIGABYTES', '0', 'expected a whole number from 1 to 1000000'],
    ['ROLES', 'pipelines', 'pipeline, mine, rollout, reward, train'],
    ['DATABASE_URL', '', 'it is not set, and every role needs it'],
    ['DATABASE_URL', 'mysql://secret@host', 'expected postgres://'],
    ['ENGINE_URL', '', 'role rollout needs it'],
    ['ENGINE_URL', 'ftp://x', 'expected an http:// or https:// address'],
    ['EVOLINE_PYTHON', '', 'role train needs it'],
    ['DEFAULT_SOURCE', 'svn:x', 'expected demo:'],
    ['TRAIN_HOST', 'a b', 'expected letters'],
    ['GITHUB_API_URL', 'api', 'expected the address'],
    ['SCORE_THREADS', 'many', 'expected a whole number from 1 to 1024'],
    ['SCORE_SECONDS', '0', 'expected a whole number from 1 to 3600'],
    ['SCORE_MEGABYTES', '1.5', 'expected a whole number from 1 to 65536'],
  ])('names %s when it is %j', (name, value, expected) => {
    const read = () => readWorkerEnvironment({ ...complete, [name]: value });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(new RegExp(`^${name}: `));
    expect(read).toThrow(expected);
  });

  it('never shows a secret in an error', () => {
    const read = () =>
      readWorkerEnvironment({ ...complete, DATABASE_URL: 'mysql://me:hunter2@host/db' });
    expect(read).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
