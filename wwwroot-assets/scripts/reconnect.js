// Shows the dialog while the connection is lost. Where the server has forgotten the page, it is loaded anew; what was typed there would be lost, so then a person does it.
const dialog = document.getElementById("components-reconnect-modal");
const touched = new Set();
const kept = "textarea, input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=password])";
let next;   // try
document.addEventListener("input", event => touched.add(event.target));
dialog?.addEventListener("cancel", event => event.preventDefault());   // closed, it would hide that the page is dead
dialog?.addEventListener("components-reconnect-state-changed", event => {
  switch (event.detail.state) {
    case "show":
      if (!dialog.open) dialog.showModal();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      later(2000);
      break;
    case "rejected":
      forgotten();
      break;
  }
});

// A server that restarts takes its time: try again until it answers, and as soon as someone looks at the page.
async function retry() {
  clearTimeout(next);
  document.removeEventListener("visibilitychange", retry);
  if (document.visibilityState === "visible") {
    try {
      if (!(await Blazor.reconnect())) forgotten();
      return;
    } catch {
      return (await isSignedOut()) ? forgotten() : later(3000);
    }
  }

  document.addEventListener("visibilitychange", retry);
}

// A page that may no longer be seen gets no answer either.
async function isSignedOut() {
  return (await fetch("/api/status").catch(() => null))?.status === 401;
}

function later(milliseconds) {
  clearTimeout(next);
  next = setTimeout(retry, milliseconds);
  document.addEventListener("visibilitychange", retry);
}

function forgotten() {
  const typed = [...touched].filter(field => field.isConnected && field.matches(kept) && field.value).map(field => field.value);
  if (!typed.length) return location.reload();
  dialog.querySelector("[data-waiting]").hidden = true;
  dialog.querySelector("[data-forgotten]").hidden = false;
  dialog.querySelector("[data-typed]").textContent = typed.join("\n");
  if (!dialog.open) dialog.showModal();
}
