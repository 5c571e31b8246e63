// Sends dropped or chosen files, with their folders, in batches; then begins their import. The server shows the rest.
import { dropArea } from "./drop-area.js";
import { post } from "./post.js";

const BATCH_FILES = 64;
const BATCH_BYTES = 32 << 20;
const NAMED = 5;         // of the files that are left out
const AGAIN = 3000;      // milliseconds, and
const TRIES = 200;       // to begin the import of what was sent, while the server does not answer
const SENDS = 3;         // more tries for a batch of files

// One drop is sent after the other, also while another page is looked at: what is told of it outlives the box that it was dropped on.
let shown;   // the box that tells of it
let sending = Promise.resolve();
const news = { share: null, status: "", sent: "" };

export function listen(box) {
  shown = box;
  tell({});
  begin(box);
}

const { on, begin } = dropArea("[data-endings]", (event, box) => {
  // Entries must be taken before the first wait; afterwards the browser has let them go.
  const entries = event.entries ?? [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...event.dataTransfer.files].map(withPath);
  after(async () => {
    if (!entries.length) return send(plain, endingsOf(box));
    tell({ status: "Looking through what was dropped …" });
    const found = [];
    const unread = [];
    for (const entry of entries) await walk(entry, "", found, unread);
    return send(found, endingsOf(box), unread);
  });
});
on("change", ({ target }, box) => {
  if (!target.matches("[data-upload]") || !box.contains(target)) return;
  const files = [...target.files].map(withPath);
  target.value = "";
  after(() => send(files, endingsOf(box)));
});

const endingsOf = box => box.dataset.endings.split(" ");

const withPath = file => ({ file, path: composed(file.webkitRelativePath || file.name) });

// macOS writes "é" in names as an e and an accent; what people type, to find it, is one letter.
const composed = name => name.normalize("NFC").toWellFormed();

function after(work) {
  sending = sending.then(work).catch(failure => tell({ share: null, status: failure.message }));
}

function tell(more) {
  Object.assign(news, more);
  const progress = shown.querySelector("progress");
  progress.hidden = news.share === null;
  progress.value = news.share ?? 0;
  const status = shown.querySelector("[data-status]");
  if (status.textContent !== news.status) status.textContent = news.status;   // it is read aloud; how far it is, is only seen
  shown.querySelector("[data-sent]").textContent = news.share === null ? "" : news.sent;
}

// Adds the files at an entry and below it; what the browser may not read is told of, and costs nothing else.
async function walk(entry, above, found, unread) {
  const path = above + composed(entry.name);
  try {
    if (entry.isFile) {
      found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path });
      if (found.length % 500 === 0) tell({ status: `Looking through what was dropped: ${found.length} files …` });
      return;
    }

    const reader = entry.createReader();
    // A reader gives a hundred entries at a time, and none at the end.
    for (;;) {
      const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!entries.length) return;
      for (const inner of entries) await walk(inner, path + "/", found, unread);
    }
  } catch (failure) {
    unread.push(`${path} cannot be read (${failure.message})`);
  }
}

async function send(all, endings, unread = []) {
  const isPicture = ({ path }) => endings.some(ending => path.toLowerCase().endsWith(ending));
  const found = all.filter(isPicture);
  const leftOut = [...unread, ...all.filter(entry => !isPicture(entry)).map(({ path }) => `${path} is no picture by its name`)];
  const total = found.reduce((sum, { file }) => sum + file.size, 0);
  if (!found.length) {
    tell({ status: said(leftOut) || "There are no files in what was dropped." });
    return;
  }

  tell({ share: 0, sent: "", status: `Sending ${files(found.length)} …` });
  // The browser asks before the page is left while files are on their way.
  const stay = event => event.preventDefault();
  window.addEventListener("beforeunload", stay);
  let name;
  let sent = 0;
  let mayHaveArrived = false;
  try {
    ({ name } = await post("/api/uploads"));
    for (const batch of batches(found)) {
      const form = new FormData();
      for (const { file, path } of batch) {
        const unreadable = await refusal(file);
        if (unreadable) leftOut.push(`${path} cannot be read (${unreadable})`);
        else form.append(encodeURIComponent(path), file, file.name);
      }

      mayHaveArrived = true;
      leftOut.push(...(await persist(() => post(`/api/uploads/${name}/files?encoded=true`, form, more => tellSent(sent + more, total)), SENDS)).refused);
      sent += batch.reduce((sum, { file }) => sum + file.size, 0);
      tellSent(sent, total);
    }

    tell({ status: `${files(all.length + unread.length - leftOut.length)} sent. ${said(leftOut)}` });
  } catch (failure) {
    const reason = failure instanceof TypeError ? "The server does not answer, or a file changed meanwhile." : failure.message;
    tell({ status: `Sending stopped. ${reason} Drop the rest again.` });
  } finally {
    window.removeEventListener("beforeunload", stay);
    // What arrived is imported, also where the rest did not.
    if (mayHaveArrived) await persist(() => post(`/api/uploads/${name}/import`)).catch(tellNotBegun);
    tell({ share: null });
  }
}

function tellNotBegun({ message }) {
  const reason = news.status.includes(message) ? "" : ` ${message}`;
  tell({ status: `${news.status} What arrived is not imported yet.${reason}` });
}

function tellSent(bytes, total) {
  const sent = Math.min(bytes, total);   // names are sent along
  tell({ share: total ? sent / total : 1, sent: `${(sent / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB` });
}

// Why a file cannot be read now, if so: it changed since it was dropped, or lies where it must be fetched from first. Its whole batch would fail.
async function refusal(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return null;
  } catch (failure) {
    return failure.message;
  }
}

const files = count => count === 1 ? "1 file" : `${count} files`;

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
