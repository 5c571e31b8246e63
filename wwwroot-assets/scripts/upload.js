// Sends dropped or chosen files, with their folders, in batches; then begins their import. The server shows the rest.
const BATCH_FILES = 64;
const BATCH_BYTES = 32 << 20;
const NAMED = 5;         // of the files that are left out
const AGAIN = 3000;      // milliseconds, and
const TRIES = 200;       // to begin the import of what was sent, while the server does not answer
const SENDS = 3;         // more tries for a batch of files

export function listen(box) {
  box.addEventListener("dragover", event => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", async event => {
    event.preventDefault();
    box.classList.remove("over");
    // Entries must be taken before the first wait; afterwards the browser has let them go.
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map(file => ({ file, path: file.name }));
    const unread = [];
    const found = entries.length ? (await Promise.all(entries.map(entry => walk(entry, "", unread)))).flat() : plain;
    await send(box, found, unread);
  });
  for (const input of box.querySelectorAll("[data-upload]")) {
    input.addEventListener("change", async () => {
      await send(box, [...input.files].map(file => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
}

// The files at an entry and below it; what the browser may not read is told of, and costs nothing else.
async function walk(entry, above, unread) {
  const path = above + entry.name;
  const found = [];
  try {
    if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path }];
    const reader = entry.createReader();
    // A reader gives a hundred entries at a time, and none at the end.
    for (;;) {
      const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!entries.length) return found;
      found.push(...(await Promise.all(entries.map(inner => walk(inner, path + "/", unread)))).flat());
    }
  } catch (failure) {
    unread.push(`${path} cannot be read (${failure.message})`);
    return found;
  }
}

async function send(box, all, unread = []) {
  const endings = box.dataset.endings.split(" ");
  const isPicture = ({ path }) => endings.some(ending => path.toLowerCase().endsWith(ending));
  const found = all.filter(isPicture);
  const leftOut = [...unread, ...all.filter(entry => !isPicture(entry)).map(({ path }) => `${path} is no picture by its name`)];
  const progress = box.querySelector("progress");
  const status = box.querySelector("[data-status]");
  const total = found.reduce((sum, { file }) => sum + file.size, 0);
  if (!found.length) {
    status.textContent = said(leftOut) || "There are no files in what was dropped.";
    return;
  }

  progress.hidden = false;
  progress.value = 0;
  // The browser asks before the page is left while files are on their way.
  const stay = event => event.preventDefault();
  window.addEventListener("beforeunload", stay);
  let name;
  let sent = 0;
  try {
    ({ name } = await post("/api/uploads"));
    for (const batch of batches(found)) {
      const form = new FormData();
      for (const { file, path } of batch) form.append(path, file, file.name);
      leftOut.push(...(await persist(() => post(`/api/uploads/${name}/files`, form), SENDS)).refused);
      sent += batch.reduce((sum, { file }) => sum + file.size, 0);
      progress.value = total ? sent / total : 1;
      status.textContent = `${(sent / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB sent`;
    }

    status.textContent = `${all.length + unread.length - leftOut.length} files sent. ${said(leftOut)}`;
  } catch (failure) {
    const reason = failure instanceof TypeError ? "the server does not answer, or a file changed meanwhile" : failure.message;
    status.textContent = `Sending stopped: ${reason}. What arrived is imported; drop the rest again.`;
  } finally {
    window.removeEventListener("beforeunload", stay);
    // What arrived is imported, also where the rest did not.
    if (sent) await persist(() => post(`/api/uploads/${name}/import`)).catch(failure => (status.textContent = failure.message));
    progress.hidden = true;
  }
}

function said(leftOut) {
  if (!leftOut.length) return "";
  const more = leftOut.length > NAMED ? `; and ${leftOut.length - NAMED} more` : "";
  return `Left out: ${leftOut.slice(0, NAMED).join("; ")}${more}.`;
}

// Again while the server does not answer at all; what it answers holds.
async function persist(call, tries = TRIES) {
  for (let left = tries; ; left--) {
    try {
      return await call();
    } catch (failure) {
      if (!(failure instanceof TypeError) || !left) throw failure;
      await new Promise(resolve => setTimeout(resolve, AGAIN));
    }
  }
}

function* batches(found) {
  let batch = [];
  let bytes = 0;
  for (const entry of found) {
    if (batch.length && (batch.length === BATCH_FILES || bytes + entry.file.size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }

    batch.push(entry);
    bytes += entry.file.size;
  }

  yield batch;
}

async function post(address, body) {
  const response = await fetch(address, { method: "POST", body });
  if (!response.ok) throw new Error((await response.json().catch(() => null))?.detail ?? `the server answered ${response.status}`);
  return response.json();
}
