// Shows the dialog while the connection is lost. Where the server has forgotten the page, it is loaded anew; what was typed there would be lost, so then a person does it.
const dialog = document.getElementById("components-reconnect-modal");
const touched = new Set();
document.addEventListener("input", event => touched.add(event.target));
dialog?.addEventListener("components-reconnect-state-changed", event => {
  switch (event.detail.state) {
    case "show":
      if (!dialog.open) dialog.showModal();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      setTimeout(retry, 2000);
      break;
    case "rejected":
      forgotten();
      break;
  }
});

// A server that restarts takes its time: try again until it answers, and as soon as someone looks at the page.
async function retry() {
  document.removeEventListener("visibilitychange", retry);
  if (document.visibilityState === "visible") {
    try {
      if (!(await Blazor.reconnect())) forgotten();
      return;
    } catch {
      setTimeout(retry, 3000);
    }
  }

  document.addEventListener("visibilitychange", retry);
}

function forgotten() {
  const typed = [...touched].filter(field => field.isConnected && field.matches("input[type=text], input:not([type]), textarea") && field.value).map(field => field.value);
  if (!typed.length) return location.reload();
  dialog.querySelector("[data-waiting]").hidden = true;
  dialog.querySelector("[data-forgotten]").hidden = false;
  dialog.querySelector("[data-typed]").textContent = typed.join("\n");
}
