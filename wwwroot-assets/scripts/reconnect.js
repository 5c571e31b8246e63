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
      document.addEventListener("visibilitychange", retry);
      setTimeout(retry, 2000);
      break;
    case "rejected":
      location.reload();
      break;
  }
});

async function retry() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", retry);
  if (!(await Blazor.reconnect())) location.reload();
}
