import { SchemaTooNew } from "./errors.ts";

/** The version that a list of migrations leads to; the first version had none. */
export const versionAfter = (migrations: readonly unknown[]): number => migrations.length + 1;

/**
 * The steps that a library of the found version still needs; migrations[0] leads from version 1 to 2.
 * None for an empty one, version 0: it is made anew. Throws SchemaTooNew.
 */
export const pendingSteps = <Step>(found: number, migrations: readonly Step[]): readonly Step[] => {
  const known = versionAfter(migrations);
  if (found > known) throw new SchemaTooNew(found, known);
  return found === 0 ? [] : migrations.slice(found - 1);
};
