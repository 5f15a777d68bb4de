// Runs in each page before its own scripts. Looks at it from inside: how much it shows, what it keeps folded, and what
// it says, shadow trees included.
(() => {
  const STEP = 900; // pixels; a window shows more
  const DESCENDS_WITHIN = 10_000; // milliseconds
  const OPENS_WITHIN = 300;
  const FRAME = 100; // for where the browser draws none
  const MOST_PRESSED = 100;
  const A_PART = 40; // characters; what changes with less is a clock or a label

  // What stands around the text; the header of a part of the text does not.
  const OUTSIDE =
    "form, nav, aside, footer, dialog, menu, header:not(main header, article header, section header), [role=dialog], " +
    "[role=navigation], [role=menu], [role=menubar], [role=toolbar], [role=banner], [role=search]";
  const NO_FOLD =
    "input, select, textarea, [role=combobox], [role=menuitem], [aria-haspopup]:not([aria-haspopup=false]), " +
    "a[href]:not([href^='#'], [href^='javascript:'])";

  const draw = window.requestAnimationFrame.bind(window);
  const later = window.setTimeout.bind(window);

  // Closed trees hold text, too. A proxy still looks like the browser's own function to a page that asks.
  Element.prototype.attachShadow = new Proxy(Element.prototype.attachShadow, {
    apply: (attach, element, [options]) => Reflect.apply(attach, element, [{ ...options, mode: "open" }]),
  });

  const hosts = (root) => [...root.querySelectorAll("*")].filter((element) => element.shadowRoot);

  const all = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...hosts(root).flatMap((host) => all(host.shadowRoot, selector)),
  ];

  const length = (root, text) =>
    hosts(root).reduce((sum, host) => sum + length(host.shadowRoot, host.shadowRoot.textContent), text.trim().length);

  const shown = () => (document.body ? length(document, document.body.innerText || "") : 0);

  // Whoever waits for a part to be seen hears of it two frames later.
  const frame = () =>
    new Promise((done) => {
      draw(done);
      later(done, FRAME);
    });

  const floats = (element) =>
    getComputedStyle(element).position === "fixed" && element.getBoundingClientRect().height < innerHeight / 2;

  const isOutside = (element) => {
    const around = element.parentElement || element.getRootNode().host;
    return element.matches(OUTSIDE) || floats(element) || (Boolean(around) && isOutside(around));
  };

  const isThere = (button) => {
    const name = button.getAttribute("aria-controls");
    const part = name && button.getRootNode().getElementById(name);
    return Boolean(part && part.textContent.trim());
  };

  const pressed = new Map(); // buttons and their names
  const brought = []; // by presses, and where it stood

  const precedes = (node) => (button) =>
    !button.isConnected || button.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;

  const watch = new MutationObserver((records) => {
    for (const { addedNodes, target, previousSibling } of records) {
      const nodes = [...addedNodes].filter((node) => node.isConnected);
      const isPart = nodes.map((node) => node.textContent).join("").length >= A_PART;
      const button = isPart && [...pressed.keys()].findLast(precedes(nodes[0]));
      if (button) brought.push({ nodes, target, previousSibling, button });
    }
  });

  // A page that draws itself anew puts other buttons in their places: a label tells them, and which of its kind it is.
  const name = (one, buttons) => {
    const alike = buttons.filter(({ textContent }) => textContent === one.textContent);
    return `${alike.indexOf(one)} ${one.textContent}`;
  };

  // Presses the next button that says it keeps something folded which is not in the page; false when none is left.
  // Never a link, a form, or anything outside the text.
  const press = async () => {
    await frame(); // what the last press brought is noted
    document.querySelectorAll("details").forEach((details) => (details.open = true));
    const buttons = all(document, "[aria-expanded]");
    const gone = [...pressed].filter(([one]) => !one.isConnected).map(([, name]) => name);
    const isFold = (one) =>
      one.matches("[aria-expanded=false]") && !one.closest(NO_FOLD) && !isThere(one) && !isOutside(one);
    const isNew = (one) => !pressed.has(one) && !gone.includes(name(one, buttons));
    const button = buttons.find((one) => isFold(one) && isNew(one));
    if (!button || pressed.size === MOST_PRESSED) return false;
    pressed.set(button, name(button, buttons));
    watch.observe(button.getRootNode(), { childList: true, subtree: true });
    let least = shown();
    button.click();
    least = Math.min(least, shown()); // what was open may have been closed
    const end = performance.now() + OPENS_WITHIN;
    while (performance.now() < end && shown() <= least) await frame();
    return true;
  };

  const scrolls = (box) =>
    box.clientHeight > innerHeight / 2 &&
    box.scrollHeight > box.clientHeight &&
    ["auto", "scroll"].includes(getComputedStyle(box).overflowY);

  // Goes on to the end of the page and of each box in it that scrolls, slowly enough for lazy parts to see it.
  const descend = async () => {
    watch.disconnect();
    const end = performance.now() + DESCENDS_WITHIN;
    for (const box of [document.scrollingElement, ...all(document, "body, body *").filter(scrolls)]) {
      for (let at = -1; box && box.scrollTop > at && performance.now() < end; ) {
        at = box.scrollTop;
        box.scrollTo({ top: at + STEP, behavior: "instant" });
        await frame();
        await frame();
      }
    }
  };

  const said = () => {
    const copy = document.implementation.createHTMLDocument().importNode(document.body, true);
    copy.querySelectorAll("script, style").forEach((element) => element.remove());
    return copy.textContent;
  };

  // Puts back what one press brought and a later one took away, unless the page says it elsewhere by now.
  const restore = () => {
    let text = said();
    const isLost = (node) => {
      if (node.parentNode || text.includes(node.textContent)) return false;
      text += node.textContent;
      return true;
    };
    const lost = brought.map(({ nodes, ...place }) => ({ nodes: nodes.filter(isLost), ...place }));
    for (const { nodes, target, previousSibling } of lost.toReversed()) {
      if (previousSibling && previousSibling.parentNode === target) previousSibling.after(...nodes);
      else target.prepend(...nodes);
    }
    for (const { nodes, button } of lost) {
      const astray = nodes.filter((node) => !node.isConnected); // with the place where they stood
      if (button.isConnected) button.after(...astray);
      else document.body.append(...astray);
    }
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

  const prose = () => {
    if (!document.body || shown() < 200) return "";
    flatten(document);
    return document.body.innerHTML;
  };

  const written = () => {
    if (document.body) restore();
    flatten(document);
    return "<!DOCTYPE html>" + (document.documentElement?.outerHTML ?? "");
  };

  Object.defineProperty(window, "termsMonitor", { value: { shown, press, descend, prose, written } });
})();
