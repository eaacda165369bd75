//! Loading a package at run time: only from the page's own origin, and only so much.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, RequestInit, RequestMode, Response, Url, UrlSearchParams, Window,
};

use super::dom::member;
use crate::model::Article;
use crate::reader::package::{LoadFailure, LoadFault};

/// The largest package that is read, in bytes: 16 MB, ten times an article of 270,000 words.
const MAX_BYTES: usize = 16 << 20;

/// The address of the package that a page is asked to show with `?package=`, resolved against the page's own.
///
/// # Errors
/// When there is none, or it isn't an http or https address on this page's origin.
pub fn package_url(window: &Window) -> Result<String, LoadFailure> {
    let location = window.location();
    let given = location
        .search()
        .ok()
        .and_then(|search| UrlSearchParams::new_with_str(&search).ok())
        .and_then(|parameters| parameters.get("package"))
        .filter(|given| !given.is_empty())
        .ok_or_else(|| LoadFault::NoAddress.at(""))?;
    let here = location.href().unwrap_or_default();
    let Ok(url) = Url::new_with_base(&given, &here) else {
        return Err(LoadFault::NotAnAddress.at(given));
    };
    if !matches!(&*url.protocol(), "http:" | "https:") {
        Err(LoadFault::OtherScheme.at(url.href()))
    } else if location.origin().ok() != Some(url.origin()) {
        Err(LoadFault::OtherOrigin.at(url.href()))
    } else {
        Ok(url.href())
    }
}

/// Loads and reads the package at this address.
///
/// # Errors
/// When it can't be had, or isn't a valid package.
pub async fn load(window: &Window, url: &str) -> Result<Article, LoadFailure> {
    let text = fetch(window, url).await.map_err(|fault| fault.at(url))?;
    Article::from_json(&text).map_err(|error| LoadFault::Package(error).at(url))
}

async fn fetch(window: &Window, url: &str) -> Result<String, LoadFault> {
    let unreachable = |_: JsValue| LoadFault::Unreachable;
    let options = RequestInit::new();
    // Also refuses a redirection to another origin.
    options.set_mode(RequestMode::SameOrigin);
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, &options))
        .await
        .map_err(unreachable)?
        .dyn_into()
        .map_err(unreachable)?;
    if !response.ok() {
        return Err(LoadFault::Status(response.status()));
    }
    let mut bytes = Vec::new();
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body
            .get_reader()
            .dyn_into()
            .map_err(|_| LoadFault::Unreachable)?;
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(unreachable)?;
            let Some(piece) = member(&piece, "value") else {
                break;
            };
            let piece: Uint8Array = piece.dyn_into().map_err(unreachable)?;
            if bytes.len() + piece.length() as usize > MAX_BYTES {
                drop(reader.cancel());
                return Err(LoadFault::TooLarge(MAX_BYTES));
            }
            bytes.extend(piece.to_vec());
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| LoadFault::NotUtf8)?;
    // Windows editors begin a file with a byte order mark; JSON may not (RFC 8259, section 8.1).
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}
