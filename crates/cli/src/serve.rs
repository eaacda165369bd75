//! The command `sidelight serve`.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sidelight_compiler::{Folder, Report, SiteInfo};
use sidelight_site::serve::{self, Turn};
use sidelight_site::{Compression, Shell, Site};

use crate::console::{MACHINE, USAGE, exit_code, say, show};
use crate::{Articles, build, examples};

/// Preview the site in a browser while you write.
///
/// Builds the articles and serves them to this computer only. When a file changes, the site is built again and open pages
/// reload. Errors are shown here and over the page, which stays at its last version without errors.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight serve"
    "sidelight serve articles --port 3000"
))]
pub(crate) struct Serve {
    #[command(flatten)]
    articles: Articles,
    /// The port; if it is in use, the next free one; 0 for any free port
    #[arg(long, value_name = "N", default_value_t = 8000)]
    port: u16,
    /// Shell to use instead of the built-in one: an `index.html` built by Trunk, with the program's files beside it
    #[arg(long, value_name = "FILE")]
    shell: Option<PathBuf>,
}

impl Serve {
    pub(crate) fn run(self) -> ExitCode {
        let articles = self.articles.dir;
        if !articles.is_dir() {
            say(&format!(
                "error: the folder `{}` doesn't exist; give the folder that contains the article folders, or that of one article\n",
                articles.display()
            ));
            return USAGE.into();
        }
        let shell = match self.shell {
            Some(path) => match Shell::read(&path) {
                Ok(shell) => shell,
                Err(diagnostic) => {
                    let report = Report::from(diagnostic);
                    show(&report);
                    return exit_code(&report);
                }
            },
            None => match Shell::embedded() {
                Some(shell) => shell,
                None => return build::not_whole(),
            },
        };
        match serve(&articles, self.port, shell) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                say(&format!("error: the site can't be served: {error}\n"));
                MACHINE.into()
            }
        }
    }
}

fn serve(articles: &Path, port: u16, shell: Shell) -> io::Result<()> {
    let listener = serve::bind(port)?;
    let address = listener.local_addr()?;
    if port != 0 && address.port() != port {
        say(&format!("port {port} is in use\n"));
    }
    say(&format!(
        "serving {} at http://{address}/ until you press Ctrl+C\n",
        articles.display()
    ));
    // The folder is removed at the end. Other users of this machine can't read the drafts in it.
    let folder = tempfile::Builder::new()
        .prefix("sidelight-serve-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir()?;
    let out = folder.path().join("site");
    let sources = Folder::of(articles);
    let site = out.clone();
    serve::serve(listener, articles, site, move || {
        build(&sources, &shell, &out)
    })
}

/// Builds the pages that have changed, keeps the last version of articles with errors, and prints the result.
fn build(sources: &Folder, shell: &Shell, out: &Path) -> Turn {
    let (info, mut report) = SiteInfo::read(sources);
    if report.errors() > 0 {
        show(&report);
        return Turn {
            report,
            changed: false,
        };
    }
    let site = Site {
        sources,
        shell,
        info: &info,
        out,
        compression: Compression::None,
        keep_going: true,
        published: false,
    };
    let built = site.build(&|_, _| {});
    report.append(built.report);
    show(&report);
    let changed = built
        .published
        .is_some_and(|published| published.files > 0 || published.removed > 0);
    say(&format!(
        "{}: {report}\n",
        if changed { "built" } else { "no changes" }
    ));
    Turn { report, changed }
}
