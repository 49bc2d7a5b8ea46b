/** A generated function of the API, which carries its path: `/api/patients/{id}/`. */
export interface Endpoint {
  readonly PATH: string;
}

/** The address of an endpoint with its parameters filled in. Throws where one is missing. */
export function pathOf(endpoint: Endpoint, params: Record<string, string | number> = {}): string {
  return endpoint.PATH.replaceAll(/{(\w+)}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) {
      throw new Error(`${endpoint.PATH} needs ${name}`);
    }
    return encodeURIComponent(value);
  });
}
