//! Strict policies: of a host that allows only our site's frames and script, and of our own page.

use super::super::element::{FRAME as ELEMENT, SCRIPT, known_origin};
use super::{ARTICLE, BOX, FITTED, FRAME, Host, works};
use crate::harness::{Case, case};
use crate::no_wasm::prepaint;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: a host that allows our site's frames and script is enough",
            async |page| {
                let host = Host::new(page).await?;
                known_origin(page, BOX).await?;
                host.open_with(
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; frame-src EMBED; script-src EMBED\">",
                    &format!("<sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article>{SCRIPT}"),
                )
                .await?;
                works(&host.frame(ELEMENT)).await
            },
        ),
        case(
            "embedding: a strict policy of our own site is kept in a frame",
            async |page| {
                let policy = format!(
                    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'unsafe-inline'; connect-src 'self'; \
                     img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *; \
                     require-trusted-types-for 'script'; trusted-types sidelight-worker",
                    prepaint(page, "kazakstan-dissenters/casualties/index.html")?
                );
                page.site()
                    .send_header("content-security-policy", &policy)?;
                let host = Host::new(page).await?;
                host.open(FITTED).await?;
                works(&host.frame(FRAME)).await
            },
        ),
    ]
}
