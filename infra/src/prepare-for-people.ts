import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import { readStackEnvironment } from './env.ts';
import type { StackAddresses } from './stack-options.ts';

/**
 * Brings the schema up to date and the namespace into the state in which people find it: search attributes, retention,
 * the nightly schedule, example runs for the UI's forms. Repeatable; what is there already is left alone.
 */
export async function prepareForPeople(addresses: StackAddresses): Promise<void> {
  // Loaded only here: a stack of servers alone starts without them.
  const [{ openDatabase }, applications, { connect }, { prepareNamespace }] = await Promise.all([
    import('@evoline/db/open-database'),
    import('@evoline/db/queries/schedule-applications'),
    import('@evoline/steering/connect'),
    import('@evoline/steering/prepare-namespace'),
  ]);
  const database = await openDatabase(addresses.databaseUrl, { maxConnections: 1 });
  const ledger = {
    lastApplied: (scheduleId: string) => applications.lastScheduleApplication(database, scheduleId),
    recordApplied: (scheduleId: string, wanted: NightlySchedule) =>
      applications.recordScheduleApplication(database, scheduleId, wanted),
  };
  try {
    const { temporalAddress: address, temporalNamespace: namespace } = addresses;
    const { nightly } = readStackEnvironment();
    const steering = await connect({ address, namespace });
    await prepareNamespace(steering, { ledger, nightly }).finally(() => steering.close());
  } finally {
    await database.close();
  }
}
