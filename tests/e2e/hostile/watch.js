// Stands first in a page under test, and notices whatever a hostile text brings about. What it notices it keeps in
// `alarms`, and tells the server, since nobody else can ask a frame without an origin.
(() => {
  "use strict";
  const alarms = (window.alarms = []);
  const raise = (alarm) => {
    if (alarms.includes(alarm)) return;
    alarms.push(alarm);
    fetch(`/alarm?${encodeURIComponent(alarm)}`).catch(() => {});
  };
  window.canary = () => raise("canary");
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => raise(name);
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    if (!blockedURI.includes("/alarm")) raise(`policy: ${violatedDirective} ${blockedURI}`);
  });
  let title;
  document.addEventListener("DOMContentLoaded", () => {
    // The program sets the title of a package.
    if (document.getElementById("sidelight")?.dataset.sidelight !== "package") title = document.title;
  });

  const NEVER = "iframe, frame, frameset, object, embed, applet, base, template, noscript, math, foreignObject, animate, set, portal, form[action], [srcdoc]";
  const ADDRESSES = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "ping"];
  const isOurScript = ({ id, src, type, textContent }) =>
    ["watch", "early"].includes(id) || type === "application/ld+json" || (src !== "" && new URL(src).origin === location.origin && textContent === "");
  // Looks through the page, and returns all alarms.
  window.look = () => {
    for (const element of document.querySelectorAll("*")) {
      if (element.matches(NEVER)) raise(`element: ${element.localName}`);
      if (element.localName === "script" && !isOurScript(element)) raise(`script: ${element.textContent}`);
      if (element.localName === "meta" && element.httpEquiv && element.httpEquiv !== "Content-Security-Policy") raise(`meta: ${element.httpEquiv}`);
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on")) raise(`attribute: ${name}`);
        if (!ADDRESSES.includes(name)) continue;
        const url = URL.parse ? URL.parse(value, document.baseURI) : new URL(value, document.baseURI);
        const isIcon = element.localName === "link" && element.rel === "icon";
        if (url && !["http:", "https:", "mailto:"].includes(url.protocol) && !isIcon) raise(`address: ${value}`);
      }
    }
    if (title !== undefined && document.title !== title) raise("title");
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    if (new Set(ids).size < ids.length) raise(`ids: ${ids.filter((id, i) => ids.indexOf(id) < i)}`);
    return alarms;
  };
  // In a frame it looks by itself, once the page has been adopted, and reports to the host's page.
  if (window.parent === window) return;
  const report = () => parent.postMessage({ looked: location.href, alarms: look() }, "*");
  new PerformanceObserver((entries, observer) => {
    if (entries.getEntriesByName("sidelight:adopt").length === 0) return;
    observer.disconnect();
    setTimeout(report);
  }).observe({ type: "measure", buffered: true });
})();
