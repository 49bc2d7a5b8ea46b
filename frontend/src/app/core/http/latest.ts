import { linkedSignal, type Resource, type Signal } from '@angular/core';

/**
 * The last good value of a resource. A failed refresh keeps what was shown (the page says it is
 * stale). A change of its parameters starts empty again, unless `keep` is set: for « load more ».
 */
export function latest<T>(
  resource: Resource<T | undefined>,
  options: { keep?: boolean } = {},
): Signal<T | undefined> {
  return linkedSignal<{ status: string; value: T | undefined }, T | undefined>({
    source: () => ({
      status: resource.status(),
      value: resource.hasValue() ? resource.value() : undefined,
    }),
    computation: (now, previous) => {
      const keeps = now.status === 'error' || (options.keep && now.status === 'loading');
      return now.value === undefined && keeps ? previous?.value : now.value;
    },
  });
}
