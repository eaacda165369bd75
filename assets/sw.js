// Service worker. It stores articles for reading without a network: those that the reader asks to keep, and the last few
// that were read.
//
// `sidelight build` puts it at the site's root. A page's program registers it, only in a top-level window and never in a
// frame. Pages come from the network if that answers in time. All other files have names that change with their content,
// so a stored file is never outdated.
//
// Invariant: each stored page has a cache of its own, with every file that it names. A new version of a page replaces the
// old one only when all its files are there. Files of the old version are deleted after that. A shared file is stored only
// if its content matches the hash in its name. Other caches of the origin aren't touched, even those of a site in a
// subfolder.
"use strict";

// Version of the site's shared files; the build fills it in. Browsers install a new worker when a byte of this script
// changes.
const VERSION = "none";
// First part of our caches' names. A change of the storage format needs a new number.
const STORE = "sidelight-2";
const SCOPE = self.registration.scope;
const SHARED = `${SCOPE}shared/`;
// Largest number of pages that are stored without the reader asking for it.
const READ = 20;
// Time in ms that the network has to answer before a stored page is used.
const PATIENCE = 4000;

// Addresses and kinds contain no spaces, so the parts of a name can be separated again.
const nameOf = (kind, url) => `${STORE} ${kind} ${SCOPE} ${url}`;
const isOurs = (name) => name.startsWith(`${STORE} `) && name.split(" ")[2] === SCOPE;

// Returns the addresses of this site's pages that are stored as `kept` or as `read`, the oldest first.
const stored = async (kind) => {
  const beginning = nameOf(kind, "");
  return (await caches.keys()).filter((name) => name.startsWith(beginning)).map((name) => name.slice(beginning.length));
};

// Returns the response stored in a cache. Returns undefined if there is none or the caches can't be accessed. In both
// cases the network may still have it.
const match = (request, cacheName) => caches.match(request, { cacheName, ignoreVary: true }).catch(() => undefined);

const storedPage = async (url) => (await match(url, nameOf("kept", url))) ?? match(url, nameOf("read", url));

const storedFile = async (request) => {
  const names = (await caches.keys().catch(() => [])).filter(isOurs);
  const found = await Promise.all(names.map((name) => match(request, name)));
  return found.find((response) => response);
};

// Matches a tag as `sidelight build` writes it: `<` only begins tags, and values are in double quotes.
const TAG = /<[a-z]+(?:\s+[^\s"=>]+(?:="[^"]*")?)*\s*\/?>/g;
// Matches one attribute at a time, so that the text inside a value can't match. Captures the address if the attribute
// names a file.
const ATTRIBUTE = /\s(?:(?:src|data-glue|data-wasm)="([^"#?]+)"|[^\s"=>]+="[^"]*")/g;

// Matches the tags of audio, video and captions. They aren't stored: they are large, and a player asks for parts of a
// file, which go to the network. Their transcript is in the page.
const RECORDING = /^<(?:audio|video|track)\s/;

// Returns the files that a page needs: its scripts, its program, its fonts and its pictures, each in its default size.
const filesOf = (html, url) => {
  const files = new Set();
  for (const [tag] of html.matchAll(TAG)) {
    if (RECORDING.test(tag)) continue;
    for (const [, path] of tag.matchAll(ATTRIBUTE)) {
      if (path) files.add(new URL(path.replaceAll("&amp;", "&"), url).href);
    }
  }
  // The page's one style element names the fonts of the newsroom. Authors' texts can't contain such an element.
  const style = html.match(/<style>([^<]*)<\/style>/)?.[1] ?? "";
  for (const [, path] of style.matchAll(/src:url\(([^)]+)\)/g)) files.add(new URL(path, url).href);
  return [...files].filter((file) => file.startsWith(SCOPE));
};

// Loads a file for storing. Throws if that fails or a shared file doesn't match its name, which contains the first 64 bits
// of its SHA-256.
const load = async (file) => {
  const response = await fetch(file);
  if (!response.ok) throw new TypeError(`${file} can't be loaded: status ${response.status}`);
  if (file.startsWith(SHARED)) {
    const hash = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
    const digits = Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!file.includes(`-${digits}.`)) throw new TypeError(`${file} doesn't match the hash in its name`);
  }
  return response;
};

// Stores a page with all its files. If that fails, throws and keeps the version that was stored before.
const store = async (kind, url) => {
  const name = nameOf(kind, url);
  const page = await fetch(url);
  const html = await page.clone().text();
  if (!page.ok || page.redirected || !html.includes('data-sidelight="pressed"')) {
    throw new TypeError(`there is no article at ${url}`);
  }
  const cache = await caches.open(name);
  const before = await cache.keys();
  try {
    const files = filesOf(html, url);
    const missing = [];
    for (const file of files) if (!(await cache.match(file, { ignoreVary: true }))) missing.push(file);
    const loaded = await Promise.all(missing.map(async (file) => (await storedFile(file)) ?? load(file)));
    for (const [i, file] of missing.entries()) await cache.put(file, loaded[i]);
    // An unchanged page isn't written again.
    const known = await cache.match(url, { ignoreVary: true });
    if ((await known?.text()) !== html) await cache.put(url, page);
    const needed = new Set([url, ...files]);
    for (const request of before) if (!needed.has(request.url)) await cache.delete(request);
  } catch (error) {
    if (before.length === 0) await caches.delete(name);
    throw error;
  }
};

// Tasks that a page may request.
const TASKS = {
  list: async () => {},
  keep: async (url) => {
    await store("kept", url);
    await caches.delete(nameOf("read", url));
  },
  remove: (url) => caches.delete(nameOf("kept", url)),
  read: async (url) => {
    const isKept = await caches.has(nameOf("kept", url));
    await store(isKept ? "kept" : "read", url);
    const read = await stored("read");
    for (const old of read.slice(0, -READ)) await caches.delete(nameOf("read", old));
  },
};

const reasonOf = (error) => {
  if (error.name === "QuotaExceededError") return "full";
  return error.name === "SecurityError" || error.name === "NotAllowedError" ? "denied" : "unreachable";
};

// Returns a kept page's address and title, with the four characters that `sidelight build` escapes restored. Returns an
// empty list if the browser has deleted the page. WebKit's private windows empty a cache that no script holds.
const articleOf = async (url) => {
  const page = await match(url, nameOf("kept", url));
  if (!page) return [];
  const title = (await page.text()).match(/<title>([^<]*)<\/title>/)?.[1] ?? url;
  return [[url, title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")]];
};

const answer = async (task, url) => {
  let refusal = null;
  try {
    await TASKS[task](url);
  } catch (error) {
    refusal = reasonOf(error);
  }
  try {
    const articles = await Promise.all((await stored("kept")).map(articleOf));
    return { version: VERSION, articles: articles.flat(), refusal };
  } catch {
    return { version: VERSION, articles: [], refusal: "denied" };
  }
};

// Tasks run one after the other, so that they can't undo each other's work.
let last = Promise.resolve();
self.addEventListener("message", (event) => {
  const { task, url } = event.data ?? {};
  if (!Object.hasOwn(TASKS, task) || !String(url).startsWith(SCOPE)) return;
  last = last.then(async () => event.ports[0]?.postMessage(await answer(task, url)));
  event.waitUntil(last);
});

// Returns the page from the network. Returns the stored page instead if the answer is late, missing or a server error.
const page = async (request, url) => {
  // Navigation preload isn't used: when it fails, Firefox ignores the worker and shows its own error page.
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  if (answer && answer.status < 500) return answer;
  return (await storedPage(url)) ?? network;
};

const file = async (request) => (await storedFile(request)) ?? fetch(request);

// Returns the common part of the addresses of a picture's sizes. Returns undefined if the address has another form.
const anySize = (url) => url.match(/^(.+-[\da-f]{10}-)\d+\.[a-z]+$/)?.[1];

// Returns a picture, or a stored one of another size if the requested one isn't available.
const picture = async (request) => {
  try {
    return await file(request);
  } catch (error) {
    const sought = anySize(request.url);
    if (!sought) throw error;
    for (const name of (await caches.keys()).filter(isOurs)) {
      const cache = await caches.open(name);
      const same = (await cache.keys()).find((other) => anySize(other.url) === sought);
      if (same) return cache.match(same);
    }
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    const { origin, pathname } = new URL(request.url);
    if (request.destination === "document") event.respondWith(page(request, origin + pathname));
  } else if (request.url.startsWith(SHARED)) {
    event.respondWith(file(request));
  } else if (request.destination === "image") {
    event.respondWith(picture(request));
  }
});

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  // In the first version a cache's name had no scope, and the page's address as its third part.
  const isOutdated = (name) => name.startsWith("sidelight-1 ") && name.split(" ")[2]?.startsWith(SCOPE);
  const outdated = async () => {
    for (const name of (await caches.keys()).filter(isOutdated)) await caches.delete(name);
  };
  event.waitUntil(outdated());
});
