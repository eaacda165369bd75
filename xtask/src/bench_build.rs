//! `cargo xtask bench-build`: measures the speed of `sidelight build` and compares it with Hugo on the same Markdown.
//!
//! Each site consists of copies of the bundled article. Each copy has its own headline and a few paragraphs of its own.
//! Hugo renders the same Markdown with a plain theme, a feed and a site map. Sidelight also checks the facts and writes
//! box pages and packages.
//!
//! Two kinds of output are measured in separate columns. Files for machines and share images need a base URL; compressed
//! files need `--compress fast`.
//!
//! The programs take turns, and the best of several rounds counts, because other load on the machine only makes a round
//! slower. On a busy machine, compare processor time instead of elapsed time.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::install;
use crate::needs;
use crate::packages;
use crate::process::{Running, Scratch, output, shown};
use crate::progress::Progress;
use crate::site;
use crate::workspace;

/// The folder of the article that is copied.
const ARTICLE: &str = "assets/articles/kazakstan-dissenters";
/// Interval between two readings of memory and processor time.
const POLL: Duration = Duration::from_millis(2);

/// Cost of one run of a program. For several runs, the lowest value of each field.
#[derive(Clone, Copy, Debug)]
struct Cost {
    time: Duration,
    /// Processor time, to 10 ms. 0 if the system doesn't report it.
    processors: Duration,
    /// Peak resident memory in bytes, as Linux reports it. 0 if the system doesn't report it.
    memory: u64,
}

impl Cost {
    fn best(self, other: Self) -> Self {
        Self {
            time: self.time.min(other.time),
            processors: self.processors.min(other.processors),
            memory: self.memory.min(other.memory),
        }
    }
}

/// The measurements of one site, in the order in which they are taken.
const COLUMNS: [&str; 7] = [
    "Hugo",
    "Sidelight: pages and packages",
    "Sidelight: also pages for machines",
    "Sidelight: also compressed",
    "nothing changed since",
    "nothing changed for a while",
    "one change",
];

/// Measures one site for each number of articles and prints a table. Returns true; a failed measurement is an error.
pub(crate) fn bench_build(numbers: &[usize], rounds: usize) -> Result<bool> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + 2 + numbers.len());
    needs::meet_all(&missing, &mut progress)?;
    if !packages::on_path("hugo") {
        packages::install(&["hugo"])?;
    }
    let bundle = progress.step("Build the program for browsers", || {
        site::build_release()?;
        install::bundle()
    })?;
    let program = progress.step("Build sidelight", || install::build_program(&bundle))?;
    let mut table = String::new();
    for &number in numbers {
        let costs = progress.step(&format!("Build a site of {number} articles"), || {
            measure(&program, number, rounds)
        })?;
        table += &rows(number, &costs);
    }
    let hugo = output(Command::new("hugo").arg("version")).unwrap_or_default();
    println!("\nbest of {rounds} rounds; {}", hugo.trim());
    println!(
        "| articles | what | time | processor time | articles/s | peak memory |\n| --- | --- | --- | --- | --- | --- |"
    );
    print!("{table}");
    Ok(true)
}

fn rows(number: usize, costs: &[Cost]) -> String {
    COLUMNS
        .iter()
        .zip(costs)
        .map(|(what, cost)| row(number, what, cost))
        .collect()
}

fn row(number: usize, what: &str, cost: &Cost) -> String {
    let seconds = cost.time.as_secs_f64();
    format!(
        "| {number} | {what} | {seconds:.2} s | {:.2} s | {:.0} | {} MB |\n",
        cost.processors.as_secs_f64(),
        number as f64 / seconds,
        cost.memory / 1_000_000
    )
}

fn measure(program: &Path, number: usize, rounds: usize) -> Result<Vec<Cost>> {
    let scratch = Scratch::new(workspace::root().join("target").join("bench-build"))?;
    let place = |name: &str| scratch.path().join(name);
    let (articles, hugo) = (place("articles"), place("hugo"));
    write_site(&articles, &hugo, number)?;
    let mut best: Vec<Cost> = Vec::new();
    for round in 0..rounds {
        let build = |out: &Path, address: &[&str], compress: &str| {
            let mut command = Command::new(program);
            command
                .arg("build")
                .arg(&articles)
                .args(address)
                .args(["--compress", compress, "--out"])
                .arg(out);
            command
        };
        let address = ["--base-url", "https://example.org/"];
        let site = place("site");
        let whole = || build(&site, &address, "fast");
        let mut render = Command::new("hugo");
        render
            .args(["--quiet", "--source"])
            .arg(&hugo)
            .arg("--destination")
            .arg(place("rendered"));
        let mut costs = Vec::new();
        // Print each result immediately as well, because a large site takes long and the run may be stopped.
        let mut run = |mut command: Command| -> Result<()> {
            let cost = cost(&mut command)?;
            eprint!("{}", row(number, COLUMNS[costs.len()], &cost));
            costs.push(cost);
            Ok(())
        };
        run(render)?;
        run(build(&place("plain"), &[], "none"))?;
        run(build(&place("addressed"), &address, "none"))?;
        run(whole())?;
        run(whole())?;
        run(whole())?;
        let pages = count(&place("rendered"))?;
        ensure!(pages >= number, "hugo made {pages} pages of {number}");
        let changed = articles.join(slug(number / 2)).join("article.md");
        let text = fs::read_to_string(&changed)?;
        fs::write(&changed, format!("{text}\nA change in round {round}.\n"))?;
        run(whole())?;
        best = match best.is_empty() {
            true => costs,
            false => best
                .into_iter()
                .zip(costs)
                .map(|(one, other)| one.best(other))
                .collect(),
        };
        for folder in ["rendered", "plain", "addressed", "site"] {
            fs::remove_dir_all(place(folder))?;
        }
    }
    Ok(best)
}

/// Runs a program until it ends, without showing its output. Returns an error if it fails.
fn cost(command: &mut Command) -> Result<Cost> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    let mut running = Running::start(command)?;
    let (mut memory, mut processors) = (0, Duration::ZERO);
    let status = loop {
        if let Some(status) = running.ended()? {
            break status;
        }
        memory = memory.max(running.peak_memory().unwrap_or_default());
        processors = processors.max(running.processor_time().unwrap_or_default());
        std::thread::sleep(POLL);
    };
    let time = started.elapsed();
    ensure!(status.success(), "`{}` failed ({status})", shown(command));
    Ok(Cost {
        time,
        processors,
        memory,
    })
}

fn slug(number: usize) -> String {
    format!("after-janaozen-{number}")
}

/// Writes the articles as sources for both programs: for `sidelight build` and for Hugo.
fn write_site(articles: &Path, hugo: &Path, number: usize) -> Result<()> {
    let folder = workspace::root().join(ARTICLE);
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))
    };
    let (article, facts) = (read("article.md")?, read("facts.toml")?);
    for (path, text) in HUGO {
        write(&hugo.join(path), text)?;
    }
    let (head, body) = article
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .context("the article has no front matter")?;
    let text: String = body
        .lines()
        .filter(|line| !line.starts_with("::box"))
        .map(|line| format!("{line}\n"))
        .collect();
    for i in 0..number {
        let more = paragraphs(i);
        let title = format!("After Janaozen, number {i}");
        let head: String = head
            .lines()
            .map(|line| match line.starts_with("headline") {
                true => format!("headline = \"{title}\"\n"),
                false => format!("{line}\n"),
            })
            .collect();
        let article = articles.join(slug(i));
        write(
            &article.join("article.md"),
            &format!("+++\n{head}+++\n{body}\n{more}"),
        )?;
        write(&article.join("facts.toml"), &facts)?;
        write(
            &hugo.join("content").join(format!("{}.md", slug(i))),
            &format!("+++\ntitle = \"{title}\"\ndate = 2012-06-13\n+++\n{text}\n{more}"),
        )?;
    }
    Ok(())
}

/// Paths and texts of Hugo's files: a plain theme with a page for each text and a list. Hugo adds a feed and a site map by
/// itself.
const HUGO: [(&str, &str); 4] = [
    (
        "config.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"Articles\"\nlanguageCode = \"en\"\ndisableKinds = [\"taxonomy\", \"term\"]\n",
    ),
    (
        "layouts/_default/baseof.html",
        "<!doctype html>\n<html lang=\"{{ .Site.LanguageCode }}\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head>\n<body>{{ block \"main\" . }}{{ end }}</body></html>\n",
    ),
    (
        "layouts/_default/single.html",
        "{{ define \"main\" }}<main><h1>{{ .Title }}</h1><time>{{ .Date.Format \"2006-01-02\" }}</time>{{ .Content }}</main>{{ end }}\n",
    ),
    (
        "layouts/_default/list.html",
        "{{ define \"main\" }}<main><h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></main>{{ end }}\n",
    ),
];

/// Returns three paragraphs that no other copy has.
fn paragraphs(article: usize) -> String {
    let words = [
        "the",
        "town",
        "oil",
        "was",
        "quiet",
        "steppe",
        "of",
        "road",
        "evening",
        "in",
        "newspaper",
        "snow",
        "and",
        "railway",
    ];
    let mut text = String::new();
    for paragraph in 0..3 {
        let _ = write!(text, "Note {paragraph} of copy {article}:");
        for word in 0..40 {
            let place =
                (article * 31 + paragraph * 17 + word * word * (article % 7 + 1)) % words.len();
            let _ = write!(text, " {}", words[place]);
        }
        text.push_str(".\n\n");
    }
    text
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("can't write {}", path.display()))
}

/// Counts the HTML files below a folder.
fn count(folder: &Path) -> Result<usize> {
    let mut pages = 0;
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                pages += 1;
            }
        }
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_copies_are_the_same() {
        let texts: std::collections::BTreeSet<String> = (0..2_000).map(paragraphs).collect();
        assert_eq!(texts.len(), 2_000);
    }

    #[test]
    fn of_several_rounds_the_best_counts() {
        let cost = |ms, memory| Cost {
            time: Duration::from_millis(ms),
            processors: Duration::from_millis(2 * ms),
            memory,
        };
        let best = cost(20, 5).best(cost(10, 7));
        assert_eq!((best.time.as_millis(), best.memory), (10, 5));
        assert_eq!(
            rows(100, &[cost(50, 3_000_000)]),
            "| 100 | Hugo | 0.05 s | 0.10 s | 2000 | 3 MB |\n"
        );
    }
}
