// Sends by the old way, which tells how much is sent while it is sent. What the server refuses is an error with its sentence; one that does not answer at all, a TypeError.
export function post(address, body, told = () => {}, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => told(loaded);
    request.onload = () => request.status < 300 ? resolve(request.response) : reject(new Error(sentence(request)));
    request.onerror = () => reject(new TypeError("The server does not answer."));
    request.onabort = () => reject(signal.reason);
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

const sentence = ({ status, response }) =>
  status === 401 ? "You are signed out: sign in again in another tab, then try once more." : response?.detail ?? `The server answered ${status}.`;
