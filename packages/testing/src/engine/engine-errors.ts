const kinds: Record<number, string> = {
  400: 'BadRequestError',
  404: 'NotFoundError',
  409: 'ConflictError',
  500: 'InternalServerError',
  503: 'ServiceUnavailableError',
};

/** vLLM's ErrorResponse. */
export function engineError(
  status: number,
  message: string,
  type = kinds[status] ?? 'Error',
): Response {
  return Response.json({ error: { message, type, param: null, code: status } }, { status });
}

export function unknownModel(name: string): Response {
  return engineError(404, `The model \`${name}\` does not exist.`);
}
