// Before the first paint: gives the page the type and colours that its reader has chosen. After it: loads the program that
// the page is better with. Nothing readable waits for that.
(() => {
  "use strict";
  const script = document.currentScript;
  const html = document.documentElement;
  // As in src/reader/chrome/settings.rs, without what holds where nothing is chosen; a test compares the two.
  const choices = {
    __proto__: null,
    theme: "light sepia dark contrast",
    face: "sans legible",
    size: "1 2 4 5 6 7 8",
    width: "narrow wide full",
    leading: "tight loose double",
    spacing: "wide wider",
    align: "justify",
  };
  // In a frame, or as in one, the host is asked instead of the reader's storage. The rest of what it asks for, and whether
  // it can be had, is seen to by the program.
  const asked = new URLSearchParams(location.search);
  const isEmbedded = window.parent !== window || asked.has("embed");
  if (isEmbedded) html.dataset.embed = "";
  let chosen = `theme=${encodeURIComponent(asked.get("theme"))}`;
  try {
    if (!isEmbedded) chosen = localStorage.getItem("sidelight.type/1") ?? "";
  } catch {
    // Storage is blocked: then nothing was kept either.
    chosen = "";
  }
  for (const part of chosen.split(" ")) {
    const [name, value] = part.split("=");
    if (choices[name]?.split(" ").includes(value)) html.dataset[name] = value;
  }
  const scheme = { light: "light", sepia: "light", dark: "dark" }[html.dataset.theme];
  if (scheme) document.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme);

  const started = Symbol.for("sidelight.boot");
  const url = (path) => new URL(path, document.baseURI).href;
  const begin = () => {
    const root = document.getElementById("sidelight");
    if (!script || !root || started in window) return;
    window[started] = true;

    const fail = (reason, error) => {
      console.warn(`Sidelight: ${reason}`, error ?? "");
      performance.mark("sidelight:failed");
      if (root.dataset.sidelight === "package" && !document.getElementById("article")) {
        root.textContent = `This article can’t be shown: ${reason}`;
      }
    };
    if (typeof WebAssembly !== "object") {
      return fail("this browser has no WebAssembly, or it is switched off.");
    }
    const { glue, wasm, digest } = script.dataset;
    if (!glue || !wasm) return fail("the page doesn’t say where its program is.");
    // Of what a frame without an origin loads, two of three browsers keep nothing. Where the host has our element, one frame
    // loads the program, and the host's page hands it on to the others. They take what they were made with and nothing else.
    const protocol = "sidelight/1";
    const isShared = window.name === protocol && self.origin === "null" && window.crypto?.subtle;
    const tell = (bytes) => parent.postMessage({ protocol, type: "program", address: url(wasm), bytes }, "*", bytes ? [bytes] : []);
    const handedOn = async () => {
      const answer = new Promise((resolve) => {
        setTimeout(resolve, 3000);
        addEventListener("message", ({ source, data }) => {
          if (source === parent && data?.protocol === protocol && data.type === "program") resolve(data.bytes);
        });
      });
      tell();
      const bytes = await answer;
      if (!(bytes instanceof ArrayBuffer)) return null;
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === digest ? bytes : null;
    };
    const loadToShare = async () => {
      const response = await fetch(url(wasm));
      if (response.ok) response.clone().arrayBuffer().then(tell, () => {});
      return response;
    };
    const start = async () => {
      try {
        const given = isShared && handedOn();
        // An import would otherwise be looked up beside this script, not beside the page.
        const program = await import(url(glue));
        await program.default({ module_or_path: isShared ? (await given) ?? loadToShare() : url(wasm) });
      } catch (error) {
        fail("its program couldn’t be loaded or started.", error);
      }
    };
    // Not before the page has been painted. Browsers say when, but not of every page: one opened at a fragment, say.
    let waiting = true;
    const startOnce = () => {
      if (waiting) start();
      waiting = false;
    };
    setTimeout(startOnce, 500);
    if (window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) {
      new PerformanceObserver(startOnce).observe({ type: "paint", buffered: true });
    }
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
})();
