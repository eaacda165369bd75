//! Measures the cost of the program for a reader: first paint, adopting and searching the longest article, changes,
//! layout shift.
//!
//! *Invariant:* values that are compared are measured in turns in the same window, so that other activity on the machine
//! affects them alike.

mod changing;
mod embedding;
mod loading;
mod searching;
mod slow_phone;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Bench, Engine, Mode, Page, dist};
use changing::Changing;
use embedding::Embedding;
use loading::Loading;
use searching::Searching;
use slow_phone::Figure;

/// Number of times that the long article is opened.
const TIMES: usize = 31;
/// Number of times that each page is opened for its first paint. Single values vary by a quarter.
const PAINTS: usize = 101;
/// Maximum ratio of the page's first paint to that of the same page without scripts.
const PAINT_RATIO: f64 = 1.05;
/// Maximum number of elements in the released article's page. Lighthouse calls more excessive.
const ELEMENTS: usize = 1_500;
/// Limit for the time that adopting the longest article holds the main thread, in ms.
const ADOPTING: f64 = 10.0;

/// JavaScript for the program's own measurement of adopting.
const ADOPTED: &str = "performance.getEntriesByName('sidelight:adopt', 'measure')[0]";

/// JavaScript that defines `frame()`, which waits for the next frame, and `message()`, which then waits until it has been
/// painted.
const AWAITING: &str = "
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    const message = () => new Promise(resolve => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });";

/// The measurements in one engine.
struct Figures {
    engine: Engine,
    /// First contentful paint in ms.
    paint: Paints<f64>,
    /// Time that adopting the longest article held the main thread, in ms.
    adopting: f64,
    /// Searching in the longest article.
    searching: Searching,
    /// Changes in the released article.
    changing: Changing,
    /// Tasks of over 50 ms after the program began, in the released article and in the longest. `None` if the engine
    /// doesn't report them.
    long_tasks: Option<(Vec<f64>, Vec<f64>)>,
    /// Twenty boxes embedded in one page of another site.
    embedding: Embedding,
    /// Memory left over from loaded packages. `None` if the engine doesn't report it.
    loading: Option<Loading>,
    /// Cumulative layout shift (CLS, no unit). `None` if the engine doesn't report it.
    shift: Option<f64>,
    /// The released article on a slow phone. Empty if the engine can't emulate one.
    slow_phone: Vec<Figure>,
    /// Number of elements in the released article's page.
    elements: usize,
}

/// Values for the page, for the page without scripts, and for the latter again. The last two pages are the same, so their
/// difference is the measurement error on this machine.
#[derive(Default)]
struct Paints<T> {
    with: T,
    without: T,
    again: T,
}

/// Measures the released site, and the site with a long article in the folder `long`, in the engines named in
/// `SIDELIGHT_ENGINES`.
pub(crate) fn run(long: &Path) -> ExitCode {
    match measure(long) {
        Ok(figures) => report(&figures),
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

fn measure(long: &Path) -> Result<Vec<Figures>> {
    let mut bench = Bench::new()?;
    let mut figures = Vec::new();
    for engine in Engine::chosen()? {
        let page = bench.page(engine, Mode::default(), &dist()?)?;
        let paint = bench.wait_for(first_paints(&page))?;
        let mut shift = bench.wait_for(layout_shift(&page))?;
        let changing = bench.wait_for(changing::changing(&page))?;
        let tasks = bench.wait_for(changing::long_tasks(&page))?;
        let elements = bench.wait_for(page.get("document.querySelectorAll('*').length"))?;
        let embedding = bench.wait_for(embedding::embedding(&page))?;
        let loading = bench.wait_for(loading::loading(&page))?;
        let page = bench.page(engine, Mode::default(), long)?;
        let adopting = bench.wait_for(adopting(&page))?;
        let searching = bench.wait_for(searching::searching(&page))?;
        let tasks_in_longest = bench.wait_for(changing::long_tasks(&page))?;
        if let (Some(sum), Some(other)) = (&mut shift, bench.wait_for(layout_shift(&page))?) {
            *sum += other;
        }
        let slow_phone = slow_phone::slow_phone(&mut bench, engine, &dist()?, long)?;
        figures.push(Figures {
            engine,
            paint,
            adopting,
            searching,
            changing,
            long_tasks: tasks.zip(tasks_in_longest),
            embedding,
            loading,
            shift,
            slow_phone,
            elements,
        });
    }
    Ok(figures)
}

/// Returns the first contentful paint of each compared page, in ms.
async fn first_paints(page: &Page) -> Result<Paints<f64>> {
    const WITH: &str = "/with.html";
    const WITHOUT: &str = "/without.html";
    const AGAIN: &str = "/again.html";
    let html = std::fs::read_to_string(dist()?.join("index.html")).context("no page to measure")?;
    // Each page must load as if for the first time, without a service worker from the previous one.
    let no_worker = Answer {
        status: 404,
        media_type: "text/plain",
        body: Vec::new(),
    };
    page.site().answer("/sw.js", no_worker);
    let plain = without_scripts(&html)?;
    for (path, body) in [(WITH, html), (WITHOUT, plain.clone()), (AGAIN, plain)] {
        let answer = Answer {
            status: 200,
            media_type: "text/html; charset=utf-8",
            body: body.into_bytes(),
        };
        page.site().answer(path, answer);
        // One unmeasured load each, because the first page of a browser is never typical.
        first_paint(page, path).await?;
    }
    let mut paints = Paints::<Vec<f64>>::default();
    for time in 0..PAINTS {
        // Each page is first equally often, and follows each of the others equally often.
        let mut turn = [
            (WITH, &mut paints.with),
            (WITHOUT, &mut paints.without),
            (AGAIN, &mut paints.again),
        ];
        turn.rotate_left(time % 3);
        if time / 3 % 2 == 1 {
            turn.reverse();
        }
        for (path, values) in turn {
            values.push(first_paint(page, path).await?);
        }
    }
    Ok(Paints {
        with: middle(paints.with),
        without: middle(paints.without),
        again: middle(paints.again),
    })
}

async fn first_paint(page: &Page, path: &str) -> Result<f64> {
    const ENTRY: &str = "performance.getEntriesByName('first-contentful-paint')[0]";
    page.open(path).await?;
    page.wait_until(ENTRY).await?;
    // Waits until the program has finished, so that its work doesn't delay the next page.
    page.wait_until(&format!("!document.getElementById('boot') || {ADOPTED}"))
        .await?;
    page.get(&format!("{ENTRY}.startTime")).await
}

async fn adopting(page: &Page) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        page.open("/").await?;
        page.wait_until(ADOPTED).await?;
        times.push(page.get(&format!("{ADOPTED}.duration")).await?);
    }
    let paragraphs: usize = page
        .get("document.querySelectorAll(':is(#text, .stretch) > p').length")
        .await?;
    ensure!(
        paragraphs >= 4_500,
        "the long article has only {paragraphs} paragraphs"
    );
    Ok(middle(times))
}

/// Returns the sum of layout shifts until the program has adopted the page, on a phone and on a wide screen.
async fn layout_shift(page: &Page) -> Result<Option<f64>> {
    if page.engine() != Engine::Chromium {
        return Ok(None);
    }
    let mut sum = 0.0;
    for width in [360, 1280] {
        page.resize(width, 800).await?;
        page.open("/").await?;
        page.wait_until("document.querySelector('#boxes-chrome button')")
            .await?;
        sum += page.layout_shift().await?;
    }
    Ok(Some(sum))
}

fn without_scripts(html: &str) -> Result<String> {
    let settings = lol_html::RewriteStrSettings::new().append_element_content_handler(
        lol_html::element!("script", |script| {
            script.remove();
            Ok(())
        }),
    );
    Ok(lol_html::rewrite_str(html, settings)?)
}

/// Returns the mean of the middle half. Chromium reports first paints in steps of 4 ms, so a median would jump by whole
/// steps.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let quarter = values.len() / 4;
    let middle = &values[quarter..values.len() - quarter];
    middle.iter().sum::<f64>() / middle.len() as f64
}

/// Prints the figures. Returns failure if an engine misses its targets.
fn report(figures: &[Figures]) -> ExitCode {
    let row = |what: &str, target: &str, of: &dyn Fn(&Figures) -> String| {
        let cells: String = figures
            .iter()
            .map(|figures| format!("{:>12}", of(figures)))
            .collect();
        println!("{what:<40}{cells}   {target}");
    };
    println!();
    row("the middle half of many openings", "target", &|figures| {
        figures.engine.to_string()
    });
    row("first paint, ms", "", &|figures| {
        format!("{:.1}", figures.paint.with)
    });
    row("first paint without scripts, ms", "", &|figures| {
        format!("{:.1}", figures.paint.without)
    });
    row("ratio", &format!("at most {PAINT_RATIO}"), &|figures| {
        format!("{:.3}", figures.ratio())
    });
    row("ratio of the latter to itself", "", &|figures| {
        format!("{:.3}", figures.paint.again / figures.paint.without)
    });
    row(
        "adopting 4,500 paragraphs, ms",
        &format!("under {ADOPTING:.0}"),
        &|figures| format!("{:.1}", figures.adopting),
    );
    row(
        "search: key press to count, median ms",
        &format!("at most {:.0}", searching::MEDIAN),
        &|figures| format!("{:.1}", figures.searching.median),
    );
    row(
        "search: key press to count, 95 % ms",
        &format!("at most {:.0}", searching::HIGH),
        &|figures| format!("{:.1}", figures.searching.high),
    );
    row("search: slowest key press, ms", "", &|figures| {
        format!("{:.1}", figures.searching.slowest)
    });
    row("search: opening to first count, ms", "", &|figures| {
        format!("{:.0}", figures.searching.preparing)
    });
    row(
        "search: longest wait meanwhile, ms",
        &format!("at most {:.0}", searching::WAIT),
        &|figures| format!("{:.1}", figures.searching.wait),
    );
    row("the same, the worst of all openings, ms", "", &|figures| {
        format!("{:.1}", figures.searching.worst_wait)
    });
    type Time = fn(&Changing) -> f64;
    let changes: [(&str, Time); 3] = [
        ("opening a box, press to paint, ms", |changing| {
            changing.toggle
        }),
        ("another theme, press to paint, ms", |changing| {
            changing.theme
        }),
        ("another size, press to paint, ms", |changing| changing.size),
    ];
    for (what, time) in changes {
        row(what, "the next frame", &|figures| {
            format!("{:.1}", time(&figures.changing))
        });
    }
    let tasks = |tasks: &[f64]| match tasks {
        [] => "none".to_owned(),
        tasks => (tasks.iter().map(|task| format!("{task:.0}")))
            .collect::<Vec<_>>()
            .join("+"),
    };
    row("tasks over 50 ms after the start, ms", "none", &|figures| {
        (figures.long_tasks.as_ref())
            .map_or_else(|| "not told".to_owned(), |(short, _)| tasks(short))
    });
    row(
        "the same in 4,500 paragraphs, ms",
        "none of ours",
        &|figures| {
            (figures.long_tasks.as_ref())
                .map_or_else(|| "not told".to_owned(), |(_, long)| tasks(long))
        },
    );
    row("20 embeds: loadings of the program", "1", &|figures| {
        figures.embedding.programs.to_string()
    });
    row("20 embeds: longest adopting, ms", "", &|figures| {
        format!("{:.1}", figures.embedding.adopting)
    });
    row(
        "20 embeds: longest task of a frame, ms",
        &format!("at most {:.0}", embedding::TASK),
        &|figures| match figures.embedding.task {
            Some(task) if task > 0.0 => format!("{task:.0}"),
            Some(_) => format!("under {:.0}", embedding::TASK),
            None => "not told".to_owned(),
        },
    );
    row(
        "100 packages more: growth of the heap, KB",
        &format!("at most {:.0}", loading::GROWTH / 1000.0),
        &|figures| {
            (figures.loading.as_ref()).map_or_else(
                || "not told".to_owned(),
                |loading| format!("{:.0}", loading.heap / 1000.0),
            )
        },
    );
    row("the same, nodes and documents", "at most 0+0", &|figures| {
        (figures.loading.as_ref()).map_or_else(
            || "not told".to_owned(),
            |loading| format!("{}+{}", loading.nodes, loading.documents),
        )
    });
    row("layout shift", "0", &|figures| {
        figures
            .shift
            .map_or_else(|| "not told".to_owned(), |shift| format!("{shift}"))
    });
    row(
        "elements of the page",
        &format!("at most {ELEMENTS}"),
        &|figures| figures.elements.to_string(),
    );
    for figure in figures.iter().flat_map(|figures| &figures.slow_phone) {
        let limit = figure.limit.map(|limit| format!("   at most {limit}"));
        println!(
            "{:<60}{:>12.2}{}",
            figure.what,
            figure.value,
            limit.unwrap_or_default()
        );
    }
    println!();
    let missed: Vec<String> = figures
        .iter()
        .filter(|figures| !figures.keep())
        .map(|figures| figures.engine.to_string())
        .collect();
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("targets are missed in {}", missed.join(", "));
    ExitCode::FAILURE
}

impl Figures {
    fn ratio(&self) -> f64 {
        2.0 * self.paint.with / (self.paint.without + self.paint.again)
    }

    fn keep(&self) -> bool {
        self.ratio() <= PAINT_RATIO
            && self.adopting < ADOPTING
            && self.searching.keeps()
            && (self.long_tasks.as_ref()).is_none_or(|(tasks, _)| tasks.is_empty())
            && self.embedding.keeps()
            && self.loading.as_ref().is_none_or(Loading::keeps)
            && self.shift.is_none_or(|shift| shift == 0.0)
            && self.slow_phone.iter().all(Figure::keeps)
            && self.elements <= ELEMENTS
    }
}
