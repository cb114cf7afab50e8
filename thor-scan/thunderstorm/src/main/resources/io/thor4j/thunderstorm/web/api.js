// Requests to this server, with the bearer token where one was given. The token lives in this variable and nowhere else.
let token = '';
let whenRefused = () => {};

/** A request that ended in an answer other than 200; status is 0 when there was none. */
export class RequestError extends Error {
  constructor(status, message, retryAfter = '') {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export function useToken(value) {
  token = value;
}

/** Calls back at each 401, so that the page can ask for a token. */
export function onRefused(callback) {
  whenRefused = callback;
}

/** Fetches JSON from a path below this server's root, such as "api/v1/status". */
export async function get(path) {
  const used = token;
  let response;
  try {
    response = await fetch(path, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: used ? { Authorization: `Bearer ${used}` } : {},
    });
  } catch {
    throw new RequestError(0, 'no answer from the server');
  }
  return answer(response.status, await response.text(), response.headers.get('Retry-After') ?? '', used);
}

/**
 * Posts a file as the form field "file". Not fetch, which does not tell how much was sent.
 * sent is called with a share from 0 to 1; signal stops the request.
 */
export function upload(path, file, sent, signal) {
  const used = token;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file);
    request.open('POST', path);
    if (used) {
      request.setRequestHeader('Authorization', `Bearer ${used}`);
    }
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) {
        sent(event.loaded / event.total);
      }
    });
    request.addEventListener('load', () => {
      try {
        resolve(answer(request.status, request.responseText, request.getResponseHeader('Retry-After') ?? '', used));
      } catch (error) {
        reject(error);
      }
    });
    request.addEventListener('error', () => reject(new RequestError(0, 'no answer from the server')));
    request.addEventListener('abort', () => reject(new RequestError(0, 'cancelled')));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

function answer(status, text, retryAfter, used) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (status === 200 && value !== undefined) {
    return value;
  }
  // Not for a token that was given up while its request was on the way.
  if (status === 401 && used === token) {
    whenRefused();
  }
  const reason = status === 200 ? 'the answer is not JSON' : (value?.message ?? value?.error ?? `HTTP status ${status}`);
  throw new RequestError(status, String(reason), retryAfter);
}
