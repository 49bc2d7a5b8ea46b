import type { FieldTree, ValidationError } from '@angular/forms/signals';
import { fieldMessages, type Problem } from './problem';

/**
 * Turns the `details` of a 400 into errors on the fields of a signal form.
 * `names` maps API names to form names where they differ.
 */
export function serverErrors<T extends object>(
  problem: Problem,
  form: FieldTree<T>,
  names: Record<string, string> = {},
): ValidationError.WithOptionalFieldTree[] {
  const fields = form as unknown as Record<string, FieldTree<unknown> | undefined>;
  return Object.keys(problem.details).flatMap((name) => {
    const fieldTree = fields[names[name] ?? name];
    return fieldTree
      ? fieldMessages(problem, name).map((message) => ({ kind: 'server', message, fieldTree }))
      : [];
  });
}
