// A moment by the clock of whoever looks. Without scripts the words within are shown, which say UTC.
customElements.define("local-time", class extends HTMLElement {
  static observedAttributes = ["datetime"];

  attributeChangedCallback(name, before, datetime) {
    const shown = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    // Swedish is how Unicode's locales write a date as ISO 8601 does.
    shown.textContent = new Date(datetime).toLocaleString("sv", { dateStyle: "short", timeStyle: "short" });
  }
});
