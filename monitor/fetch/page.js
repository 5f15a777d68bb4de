// Looks at a page from inside: how much it shows, what it keeps folded, and what it says, shadow trees included.
(() => {
  const hosts = (root) => [...root.querySelectorAll("*")].filter((element) => element.shadowRoot);

  const length = (root, text) =>
    hosts(root).reduce((sum, host) => sum + length(host.shadowRoot, host.shadowRoot.textContent), text.trim().length);

  window.shown = () => (document.body ? length(document, document.body.innerText || "") : 0);

  // Opens what is folded and goes to the end, where lazy parts wait to be seen. Only buttons are pressed that name the
  // part they open while that part is not there or empty; never a link, a form, or anything outside the text.
  window.unfold = () => {
    document.querySelectorAll("details").forEach((details) => (details.open = true));
    for (const button of [...document.querySelectorAll("button[aria-expanded=false][aria-controls]")].slice(0, 100)) {
      const part = document.getElementById(button.getAttribute("aria-controls"));
      const outside = button.closest("form, nav, header, footer, aside, dialog, [role=dialog], [role=navigation]");
      if (!outside && (!part || !part.textContent.trim())) button.click();
    }
    for (let at = 0; at < document.documentElement.scrollHeight; at += 900) window.scrollTo(0, at);
    window.scrollTo(0, document.documentElement.scrollHeight);
  };

  const flatten = (root) => {
    for (const host of hosts(root)) {
      flatten(host.shadowRoot);
      const part = document.createElement("div");
      part.innerHTML = host.shadowRoot.innerHTML;
      part.querySelectorAll("style, script").forEach((element) => element.remove());
      host.prepend(part);
    }
  };

  window.prose = () => {
    if (!document.body || window.shown() < 200) return "";
    flatten(document);
    return document.body.innerHTML;
  };

  window.written = () => {
    flatten(document);
    return "<!DOCTYPE html>" + document.documentElement.outerHTML;
  };
})()
