// Shows the dialog while the connection is lost; loads the page anew where the server has forgotten it.
const dialog = document.getElementById("components-reconnect-modal");
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
      location.reload();
      break;
  }
});

// A server that restarts takes its time: try again until it answers, and as soon as someone looks at the page.
async function retry() {
  document.removeEventListener("visibilitychange", retry);
  if (document.visibilityState === "visible") {
    try {
      if (!(await Blazor.reconnect())) location.reload();
      return;
    } catch {
      setTimeout(retry, 3000);
    }
  }

  document.addEventListener("visibilitychange", retry);
}
