// Loads the program, which adds tools to the page, and starts it after the first paint. The page can be read before that.
// Its larger part is requested once the text has arrived, with low priority, so that it doesn't delay the text or its
// pictures. The rest follows after the first paint and the load event, which an import would delay in two of three engines.
// In a frame all of it follows after that event, for which the host page waits too.
(() => {
  "use strict";
  const script = document.currentScript;
  const started = Symbol.for("sidelight.boot");
  const url = (path) => new URL(path, document.baseURI).href;
  const { glue, wasm, digest } = script?.dataset ?? {};
  const isFramed = window.parent !== window;
  const hasWebAssembly = typeof WebAssembly === "object";
  // In two of three engines, a frame without an origin has no HTTP cache. If the host page has our element, one frame
  // loads the program and shares it with the others, through ports that the element passes on. A frame accepts only
  // bytes that match its page's digest. It listens only on its own port, so messages posted to the window have no effect
  // here.
  const protocol = "sidelight/1";
  const isShared = window.name === protocol && self.origin === "null" && window.crypto?.subtle;
  let requested;
  const request = () => (requested ??= fetch(url(wasm), { priority: "low" }));
  // Parsing takes longer than downloading on slow machines, so this doesn't wait for it.
  const hasText = performance.getEntriesByType("navigation")[0]?.responseEnd > 0;
  if (hasText && glue && wasm && hasWebAssembly && !isFramed && !(started in window)) {
    // The promise is awaited later, where failures are reported.
    request().catch(() => {});
  }
  // Returns the address of the edition nearest to the language that the host asks for. Returns nothing if this page is the
  // nearest. A frame never goes to another origin, such as from a preview of the site to the site itself.
  const findEdition = () => {
    const query = new URLSearchParams(location.search);
    const wanted = (query.get("lang") ?? query.get("ui") ?? "").toLowerCase();
    const links = [...document.querySelectorAll("link[hreflang]:not([hreflang=x-default])")];
    const find = (part) => links.find(({ hreflang }) => part(hreflang.toLowerCase()) === part(wanted));
    const { href, hreflang } = find((tag) => tag) ?? find((tag) => tag.split("-")[0]) ?? {};
    const isOther = hreflang !== document.documentElement.lang;
    return isOther && href?.startsWith(`${location.origin}/`) && href + location.search + location.hash;
  };
  const begin = () => {
    const edition = isFramed && findEdition();
    if (edition) return location.replace(edition);
    const root = document.getElementById("sidelight");
    if (!script || !root || started in window) return;
    window[started] = true;

    const fail = (reason, error) => {
      console.warn(`Sidelight: ${reason}`, error ?? "");
      // Hides the controls that need the program.
      delete document.documentElement.dataset.program;
      performance.mark("sidelight:failed");
      if (root.dataset.sidelight === "package" && !document.getElementById("article")) {
        root.textContent = `This article can’t be shown: ${reason}`;
      }
    };
    if (!hasWebAssembly) {
      return fail("this browser doesn’t support WebAssembly, or it is switched off.");
    }
    if (!glue || !wasm) return fail("the page doesn’t name its program.");
    // Asks through `port` for the program. Resolves to its bytes, or to null if this frame has to load them.
    const ask = async (port, other) => {
      const answer = new Promise((resolve) => {
        setTimeout(resolve, 3000);
        port.onmessage = ({ data }) => resolve(data);
      });
      port.postMessage(digest);
      parent.postMessage({ protocol, type: "program" }, "*", [other]);
      const bytes = await answer;
      if (!(bytes instanceof ArrayBuffer)) return null;
      port.close();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === digest ? bytes : null;
    };
    // Returns the bytes of the program. Compilation starts only when all of them have arrived. With streaming, Firefox 140
    // stopped compiling in all pages of a process if pages were left during the download (docs/assurance.md).
    const load = async () => {
      const response = await request();
      if (!response.ok) throw new TypeError(`the server answered with ${response.status}`);
      return response.arrayBuffer();
    };
    // Loads the program, and shares it with up to 99 frames whose ports arrive through `port`.
    const loadToShare = (port) => {
      const loading = load();
      const bytes = loading.catch(() => null);
      let given = 0;
      port.onmessage = ({ ports: [other] }) => {
        if (!other) return;
        other.onmessage = async ({ data }) => {
          if (given++ < 99) other.postMessage(data === digest ? await bytes : null);
        };
      };
      return loading;
    };
    const share = async () => {
      const { port1, port2 } = new MessageChannel();
      return (await ask(port1, port2).catch(() => null)) ?? loadToShare(port1);
    };
    // Resolves when the page has been painted. Browsers don't report that for every page, such as one opened at a fragment,
    // so there is a timeout too.
    const painted = new Promise((resolve) => {
      setTimeout(resolve, 500);
      if (window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) {
        new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
      }
    });
    // WebKit shows a page as loading until every import has loaded that began during its load event.
    const loaded = new Promise((resolve) => {
      const resolveLater = () => setTimeout(resolve);
      if (document.readyState === "complete") resolveLater();
      else addEventListener("load", resolveLater, { once: true });
    });
    // An import resolves relative addresses against this script, so the address is made absolute first.
    const importGlue = () => import(url(glue));
    const start = async () => {
      try {
        const parts = [Promise.all([loaded, painted]).then(importGlue), isShared ? share() : load()];
        const [program, module_or_path] = await Promise.all(parts);
        await program.default({ module_or_path });
      } catch (error) {
        fail("its program couldn’t be loaded or started.", error);
      }
    };
    start();
  };
  const { readyState } = document;
  if (readyState === "complete" || (readyState === "interactive" && !isFramed)) begin();
  else addEventListener(isFramed ? "load" : "DOMContentLoaded", begin, { once: true });
})();
