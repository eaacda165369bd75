//! All hostile articles that the build accepts, in one site.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::{FRAMES, elements, frames, html, look, look_into, show_elements, unwanted, watched};
use crate::guides::typed;
use crate::harness::{Case, Page, Site, case};
use crate::hostile_cases::{Hostile, group};
use crate::jumping::IS_ADOPTED;

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "hostile: nothing runs in an article, nor in a box in a frame",
            async |page| {
                let attacked = Attacked::start().await?;
                for path in attacked.articles()? {
                    let url = format!("{}/{path}", attacked.site.origin());
                    page.client().goto(&url).await?;
                    page.wait_until(IS_ADOPTED)
                        .await
                        .with_context(|| url.clone())?;
                    look(page, &url).await?;
                }
                for path in attacked.plain()? {
                    page.client()
                        .goto(&format!("{}/{path}", attacked.site.origin()))
                        .await?;
                    page.wait_until("document.readyState === 'complete'")
                        .await?;
                }
                attacked.look_into_boxes(page).await?;
                attacked.check_requests()
            },
        ),
        case(
            "hostile: nothing runs in an article in the element",
            async |page| {
                let attacked = Attacked::start().await?;
                attacked.look_into_elements(page).await?;
                attacked.check_requests()
            },
        ),
    ]
}

/// A site of hostile articles, and the site that replaces `canary.example` in them.
struct Attacked {
    folder: TempDir,
    site: Site,
    elsewhere: Site,
}

impl Attacked {
    async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (articles, public) = (folder.path().join("articles"), folder.path().join("public"));
        for name in ["article", "facts", "picture"] {
            for case in group(name).iter().filter(|case| case.is_accepted()) {
                write(case, &articles.join(&case.slug))?;
            }
        }
        let build = "sidelight build articles --out public --compress none";
        let built = typed(build, folder.path())?.output()?;
        ensure!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        fs::create_dir(folder.path().join("elsewhere"))?;
        let elsewhere = Site::start(&folder.path().join("elsewhere")).await?;
        let site = Site::start(&public).await?;
        // As on a server with the generated rules.
        site.let_keep();
        let host = elsewhere.origin().trim_start_matches("http:");
        for path in pages(&public)? {
            let page = public.join(&path).join("index.html");
            let text = fs::read_to_string(&page)?
                .replace("https://canary.example", elsewhere.origin())
                .replace("//canary.example", host);
            // Their policy forbids all scripts, also the one that watches.
            let text = if is_plain(&path) {
                text
            } else {
                watched(&text, site.origin())?
            };
            fs::write(page, text)?;
        }
        Ok(Self {
            folder,
            site,
            elsewhere,
        })
    }

    /// Fails if hostile text has caused a request.
    fn check_requests(&self) -> Result<()> {
        let mut requests = [unwanted(&self.site), self.elsewhere.requests()].concat();
        // The page of the topic `canary()` is asked for by its own address.
        requests
            .retain(|path| !["/host/", "/favicon.ico", "/topics/canary/"].contains(&path.as_str()));
        ensure!(requests.is_empty(), "{requests:?}");
        Ok(())
    }

    /// Returns the paths of the articles' pages, each with a trailing `/`.
    fn articles(&self) -> Result<Vec<String>> {
        self.paths(|path| path.split('/').count() == 2)
    }

    /// Returns the paths of the pages without a program, each with a trailing `/`.
    fn plain(&self) -> Result<Vec<String>> {
        let mut paths = pages(&self.folder.path().join("public"))?;
        paths.retain(|path| is_plain(path));
        for part in ["topics/", "/sources/"] {
            ensure!(paths.iter().any(|path| path.contains(part)), "{part}");
        }
        Ok(paths)
    }

    /// Returns the paths of the pages of articles and boxes that `is_meant` selects, each with a trailing `/`.
    fn paths(&self, is_meant: impl Fn(&str) -> bool) -> Result<Vec<String>> {
        let mut paths = pages(&self.folder.path().join("public"))?;
        paths.retain(|path| path != "reader/" && !is_plain(path) && is_meant(path));
        paths.sort();
        ensure!(paths.len() > 20, "{paths:?}");
        Ok(paths)
    }

    /// Opens articles in the host element, [`FRAMES`] at a time, and fails if one raises an alarm.
    async fn look_into_elements(&self, page: &Page) -> Result<()> {
        let host = &self.elsewhere;
        for paths in self.articles()?.chunks(FRAMES) {
            host.answer("/host/", html(elements(self.site.origin(), paths)));
            page.client()
                .goto(&format!("{}/host/", host.origin()))
                .await?;
            let looked = async {
                show_elements(page, paths.len()).await?;
                look_into(page, paths.len()).await
            };
            looked.await.with_context(|| format!("{paths:?}"))?;
        }
        Ok(())
    }

    /// Opens boxes in frames of a host's page, [`FRAMES`] at a time, and fails if one raises an alarm.
    async fn look_into_boxes(&self, page: &Page) -> Result<()> {
        let host = &self.elsewhere;
        for paths in self
            .paths(|path| path.split('/').count() == 3)?
            .chunks(FRAMES)
        {
            let body: String = paths
                .iter()
                .map(|path| {
                    let url = format!("{}/{path}?embed", self.site.origin());
                    format!("<iframe src=\"{url}\" width=\"500\" height=\"30\"></iframe>")
                })
                .collect();
            host.answer("/host/", html(frames(&body)));
            page.client()
                .goto(&format!("{}/host/", host.origin()))
                .await?;
            look_into(page, paths.len())
                .await
                .with_context(|| format!("{paths:?}"))?;
        }
        Ok(())
    }
}

/// Writes the case's article into a folder.
fn write(case: &Hostile, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (name, content) in case.article_files() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content)?;
    }
    Ok(())
}

/// Returns `true` for the pages of topics and of sources, which have no program.
fn is_plain(path: &str) -> bool {
    path.starts_with("topics/") || path.ends_with("/sources/")
}

/// Returns the paths of all pages of a site below its front page.
fn pages(top: &Path) -> Result<Vec<String>> {
    let (mut pages, mut folders) = (Vec::new(), vec![String::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(top.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                folders.push(format!("{folder}{name}/"));
            } else if name == "index.html" && !folder.is_empty() && !folder.starts_with("page/") {
                pages.push(folder.clone());
            }
        }
    }
    Ok(pages)
}
