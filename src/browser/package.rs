//! Loads a package at run time. Anyone can make a link that causes the page to load something. So packages come only from
//! the site's own folder and from origins that the site's build has named. Their size is limited, and the request sends no
//! cookies or passwords.

use js_sys::{Array, JSON, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect, Response, Url,
    UrlSearchParams, Window,
};

use super::dom::member;
use crate::view::package::{LoadError, LoadFailure};
use sidelight_model::{Article, Json, PackageError};

/// Maximum size of a package, in bytes: 16 MB, ten times an article of 270,000 words.
const MAX_BYTES: usize = 16 << 20;

/// Maximum nesting depth of lists and objects. The model needs far less.
const MAX_DEPTH: u32 = 128;

/// Returns the address of the package that the page's address names with `?package=`, resolved against the page's address.
/// `origins` are the allowed origins besides the site's own folder, separated by spaces.
///
/// # Errors Fails if the page's address names no package. Fails if the package isn't at an http or https address, in the
/// site's folder or on an allowed origin.
pub fn package_url(window: &Window, origins: &str) -> Result<String, LoadFailure> {
    let location = window.location();
    let given = location
        .search()
        .ok()
        .and_then(|search| UrlSearchParams::new_with_str(&search).ok())
        .and_then(|parameters| parameters.get("package"))
        .filter(|given| !given.is_empty())
        .ok_or_else(|| LoadError::NoAddress.at(""))?;
    let here = location.href().unwrap_or_default();
    let Ok(url) = Url::new_with_base(&given, &here) else {
        return Err(LoadError::NotAnAddress.at(given));
    };
    if !matches!(&*url.protocol(), "http:" | "https:") {
        Err(LoadError::OtherScheme.at(url.href()))
    } else if origins.split(' ').any(|origin| origin == url.origin())
        || (location.origin().ok() == Some(url.origin()) && is_in_site(&url, &here))
    {
        Ok(url.href())
    } else {
        Err(LoadError::OtherOrigin.at(url.href()))
    }
}

/// Returns `true` if an address is in the site's folder, which is one above the folder of this page. Browsers have already
/// resolved dots and backslashes. Any remaining percent encoding is refused, because a server may decode `..%2f` and leave
/// the folder.
fn is_in_site(url: &Url, here: &str) -> bool {
    let path = url.pathname();
    Url::new_with_base("..", here).is_ok_and(|site| path.starts_with(&site.pathname()))
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte))
}

/// Loads and parses the package at this address.
///
/// # Errors
/// Fails if the package can't be loaded or isn't valid.
pub async fn load(window: &Window, url: &str) -> Result<Article, LoadFailure> {
    let text = fetch(window, url).await.map_err(|error| error.at(url))?;
    let mut article = read(&text).map_err(|error| LoadError::Package(error).at(url))?;
    article.place_files(url);
    Ok(article)
}

/// Parses a package with the browser's own JSON parser.
fn read(text: &str) -> Result<Article, PackageError> {
    let invalid = |reason: String| PackageError {
        path: String::new(),
        reason,
    };
    let value = JSON::parse(text).map_err(|error| {
        let said = error
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()));
        invalid(format!("this is not JSON: {}", said.unwrap_or_default()))
    })?;
    let tree = tree(&value, MAX_DEPTH).ok_or_else(|| invalid("it is nested too deeply".into()))?;
    Article::from_tree(&tree)
}

fn tree(value: &JsValue, depth: u32) -> Option<Json> {
    Some(if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Json::Bool(truth)
    } else if let Some(list) = value.dyn_ref::<Array>() {
        let depth = depth.checked_sub(1)?;
        Json::List(
            list.iter()
                .map(|item| tree(&item, depth))
                .collect::<Option<_>>()?,
        )
    } else if let Some(object) = value.dyn_ref::<Object>() {
        let depth = depth.checked_sub(1)?;
        let members = Object::entries(object);
        let members = members.iter().map(|member| {
            let member: Array = member.unchecked_into();
            Some((member.get(0).as_string()?, tree(&member.get(1), depth)?))
        });
        Json::Object(members.collect::<Option<_>>()?)
    } else {
        Json::Null
    })
}

async fn fetch(window: &Window, url: &str) -> Result<String, LoadError> {
    let unreachable = |_: JsValue| LoadError::Unreachable;
    let options = RequestInit::new();
    // A redirect could lead to an origin that isn't allowed.
    options.set_redirect(RequestRedirect::Error);
    options.set_credentials(RequestCredentials::Omit);
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, &options))
        .await
        .map_err(unreachable)?
        .dyn_into()
        .map_err(unreachable)?;
    if !response.ok() {
        return Err(LoadError::Status(response.status()));
    }
    let mut bytes = Vec::new();
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body
            .get_reader()
            .dyn_into()
            .map_err(|_| LoadError::Unreachable)?;
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(unreachable)?;
            let Some(piece) = member(&piece, "value") else {
                break;
            };
            let piece: Uint8Array = piece.dyn_into().map_err(unreachable)?;
            if bytes.len() + piece.length() as usize > MAX_BYTES {
                drop(reader.cancel());
                return Err(LoadError::TooLarge(MAX_BYTES));
            }
            bytes.extend(piece.to_vec());
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| LoadError::NotUtf8)?;
    // Windows editors begin a file with a byte order mark. JSON must not have one (RFC 8259, section 8.1).
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}
