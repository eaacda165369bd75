//! Storing articles for use without a network: registers the site's service worker, and sends it requests.
//!
//! The worker decides which files are stored and how (`assets/sw.js`). The build names the worker on the loader's element.
//! Offline reading isn't offered without that name, as on development servers. It isn't offered in a frame either, or in a
//! browser without workers or caches.
//!
//! *Invariant:* nothing is registered before the page is adopted and the browser is idle.

use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    HtmlScriptElement, MessageChannel, MessageEvent, ServiceWorkerContainer,
    ServiceWorkerRegistration,
};
use yew::Callback;

use super::context::PageContext;
use super::dom::{Dom, call, member};
use crate::view::chrome::{Kept, KeptArticle, OfflineHost, OfflineRequest, Refusal};
use sidelight_model::anchor;

/// Maximum time between adopting and registering the worker, in ms.
const PATIENCE: i32 = 3000;

/// Storing articles on this page.
pub(super) struct Offline {
    page: Rc<PageContext>,
    /// The worker, once it is registered.
    worker: RefCell<Option<ServiceWorkerRegistration>>,
    this: Weak<Self>,
}

/// Returns `true` if articles can be stored here.
fn is_possible(dom: &Dom) -> bool {
    let is_alone = dom.window.top().ok().flatten().as_ref() == Some(&dom.window);
    is_alone
        && !dom.is_embedded()
        && dom.window.is_secure_context()
        && member(&js_sys::global(), "caches").is_some()
        && workers(dom).is_some()
        && address(dom).is_some()
}

/// Returns the browser's service workers. Returns `None` if it doesn't support them, or not on a page like this.
fn workers(dom: &Dom) -> Option<ServiceWorkerContainer> {
    member(&dom.window.navigator(), "serviceWorker").map(JsCast::unchecked_into)
}

/// Returns the address of the worker: the path on the loader's element, resolved against the page.
fn address(dom: &Dom) -> Option<String> {
    let boot: HtmlScriptElement = dom
        .document
        .get_element_by_id(anchor::BOOT)?
        .dyn_into()
        .ok()?;
    let path = boot.get_attribute(anchor::WORKER)?;
    let base = dom.document.base_uri().ok()??;
    let url = web_sys::Url::new_with_base(&path, &base).ok()?;
    matches!(&*url.protocol(), "http:" | "https:").then(|| url.href())
}

/// Returns the address under which this page is stored.
fn here(dom: &Dom) -> Option<String> {
    let location = dom.window.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
}

impl Offline {
    /// Registers the worker when the browser is idle. Then asks it to store this page as one that was read.
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let offline = Rc::new_cyclic(|this| Self {
            page: Rc::clone(page),
            worker: RefCell::default(),
            this: Weak::clone(this),
        });
        if is_possible(&page.dom) {
            offline.begin();
        }
        offline
    }

    fn begin(&self) {
        let window = &self.page.dom.window;
        let this = Weak::clone(&self.this);
        let act = Closure::once_into_js(move || {
            if let Some(offline) = this.upgrade() {
                spawn_local(async move {
                    let _ = offline.ask_worker("read", None).await;
                });
            }
        });
        let options = Object::new();
        let _ = Reflect::set(&options, &"timeout".into(), &PATIENCE.into());
        if call(window, "requestIdleCallback", &Array::of2(&act, &options)).is_none() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
                act.unchecked_ref(),
                PATIENCE,
            );
        }
    }

    /// Returns the registration of the active worker. Registers the worker first if necessary. Returns `None` on failure.
    async fn registration(&self) -> Option<ServiceWorkerRegistration> {
        if let Some(known) = self.worker.borrow().clone() {
            return Some(known);
        }
        let workers = workers(&self.page.dom)?;
        let options = Object::new();
        Reflect::set(&options, &"updateViaCache".into(), &"none".into()).ok()?;
        let registering = call(
            &workers,
            "register",
            &Array::of2(&trusted(&address(&self.page.dom)?), &options),
        )?;
        JsFuture::from(Promise::from(registering)).await.ok()?;
        let ready = JsFuture::from(workers.ready().ok()?).await.ok()?;
        let registration: ServiceWorkerRegistration = ready.unchecked_into();
        self.worker.replace(Some(registration.clone()));
        Some(registration)
    }

    /// Sends the worker a task for a page and returns its answer. The page is this one unless `url` names another. Returns
    /// `None` if no worker is available.
    async fn ask_worker(&self, task: &str, url: Option<String>) -> Option<JsValue> {
        let registration = self.registration().await?;
        let worker = registration.active()?;
        let message = Object::new();
        let url = url.or_else(|| here(&self.page.dom))?;
        Reflect::set(&message, &"task".into(), &task.into()).ok()?;
        Reflect::set(&message, &"url".into(), &url.into()).ok()?;
        let channel = MessageChannel::new().ok()?;
        let answer = Promise::new(&mut |resolve, _| {
            let reply = Closure::once_into_js(move |event: MessageEvent| {
                let _ = resolve.call1(&JsValue::NULL, &event.data());
            });
            channel.port1().set_onmessage(Some(reply.unchecked_ref()));
        });
        worker
            .post_message_with_transferable(&message, &Array::of1(&channel.port2()))
            .ok()?;
        let answer = JsFuture::from(answer).await.ok();
        channel.port1().close();
        answer
    }
}

thread_local! {
    /// The worker's address, once it is trusted. Pages' policies allow only one Trusted Types policy with that name, but
    /// registering may be tried again.
    static TRUSTED: OnceCell<JsValue> = const { OnceCell::new() };
}

/// Returns the worker's address in the form that a page requires if its policy forbids strings as scripts. Returns it
/// unchanged in a browser without Trusted Types. The Trusted Types policy makes only this address.
fn trusted(address: &str) -> JsValue {
    let make = || {
        let types = member(&js_sys::global(), "trustedTypes")?;
        let only = address.to_owned();
        let rules = Object::new();
        let rule = Closure::once_into_js(move || only);
        Reflect::set(&rules, &"createScriptURL".into(), &rule).ok()?;
        let name = JsValue::from(anchor::WORKER_POLICY);
        let policy = call(&types, "createPolicy", &Array::of2(&name, &rules))?;
        call(
            &policy,
            "createScriptURL",
            &Array::of1(&JsValue::from(address)),
        )
    };
    TRUSTED.with(|known| {
        known
            .get_or_init(|| make().unwrap_or_else(|| address.into()))
            .clone()
    })
}

impl OfflineHost for Offline {
    fn can_store(&self) -> bool {
        is_possible(&self.page.dom)
    }

    fn offline(&self, request: OfflineRequest, answer: Callback<Kept>) {
        let Some(offline) = self.this.upgrade() else {
            return;
        };
        spawn_local(async move {
            let dom = &offline.page.dom;
            let (task, url) = match request {
                OfflineRequest::List => ("list", None),
                OfflineRequest::Keep => ("keep", None),
                OfflineRequest::Remove(url) => ("remove", Some(url)),
            };
            if task == "keep" {
                persist(dom);
            }
            let reply = offline.ask_worker(task, url).await;
            let kept = reply.map_or_else(
                || Kept {
                    refusal: Some(Refusal::Denied),
                    ..Kept::default()
                },
                |reply| read(&reply, here(dom).as_deref()),
            );
            answer.emit(kept);
        });
    }
}

/// Asks the browser not to delete stored articles by itself. If it refuses, the articles are stored all the same.
fn persist(dom: &Dom) {
    if let Some(storage) = member(&dom.window.navigator(), "storage") {
        let _ = call(&storage, "persist", &Array::new());
    }
}

/// Reads the worker's answer.
fn read(reply: &JsValue, here: Option<&str>) -> Kept {
    let articles: Vec<KeptArticle> = member(reply, "articles")
        .map(|articles| Array::from(&articles))
        .into_iter()
        .flat_map(|articles| articles.iter().collect::<Vec<_>>())
        .filter_map(|article| {
            let article = Array::from(&article);
            Some(KeptArticle {
                url: article.get(0).as_string()?,
                title: article.get(1).as_string()?,
            })
        })
        .collect();
    let refusal = member(reply, "refusal")
        .and_then(|reason| reason.as_string())
        .map(|reason| match &*reason {
            "full" => Refusal::Full,
            "denied" => Refusal::Denied,
            _ => Refusal::Unreachable,
        });
    Kept {
        this: articles.iter().any(|article| Some(&*article.url) == here),
        articles,
        refusal,
    }
}
