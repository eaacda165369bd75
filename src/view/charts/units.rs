//! Unit charts: one mark for each unit of a number. All rows have the same number of columns, so equal lengths mean equal
//! numbers.

use std::fmt::Write;

use yew::{Html, html};

/// The number of marks in one line, by the largest number in the chart, and the width of a mark in px if the page is
/// wide enough. Twenty fit a phone of 320 px at 13 px each, and are easy to count.
const COLUMNS: [(u64, u64, u64); 3] = [(10, 10, 25), (200, 20, 25), (MAX, 40, 15)];
/// The width of one mark's cell, in units of the drawing.
const CELL: u64 = 10;
/// The height of a line of cells, in units of the drawing.
const LINE: u64 = 12;
/// The largest number that is drawn. More marks are too many to see, so the chart shows only the number.
const MAX: u64 = 1_000;

/// The shape of a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Head and shoulders.
    Person,
    /// A square.
    Square,
}

/// The style of a row's marks, which distinguishes it from the other rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Solid,
    Outlined,
    Dashed,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Solid => "marks solid",
            Self::Outlined => "marks outlined",
            Self::Dashed => "marks dashed",
        }
    }
}

/// One number and its marks.
pub(super) struct Row {
    /// The formatted number, such as `more than 100`.
    pub(super) number: String,
    /// The label of the number.
    pub(super) label: String,
    /// The number of marks.
    pub(super) count: u64,
    /// `true` if the true number may be larger. A plus sign follows the marks.
    pub(super) open: bool,
    pub(super) look: Look,
}

impl Row {
    /// Returns the number of marks with the plus sign.
    fn cells(&self) -> u64 {
        self.count.saturating_add(u64::from(self.open))
    }
}

/// The number of marks in one line, and the width of a mark in px.
type Columns = (u64, u64);

/// Renders a chart of groups of rows. Groups without rows are left out. Without any group, nothing is rendered.
pub(super) fn units(
    shape: Shape,
    key: &'static str,
    groups: impl Iterator<Item = (String, Vec<Row>)>,
) -> Html {
    let groups: Vec<(String, Vec<Row>)> = groups.filter(|(_, rows)| !rows.is_empty()).collect();
    let cells = groups.iter().flat_map(|(_, rows)| rows).map(Row::cells);
    let most = cells
        .filter(|cells| *cells <= MAX)
        .max()
        .unwrap_or_default();
    let columns = COLUMNS.into_iter().find(|(up_to, ..)| most <= *up_to);
    let columns = columns.map_or((20, 25), |(_, columns, width)| (columns, width));
    let groups: Vec<Html> = groups
        .into_iter()
        .map(|(title, rows)| {
            html! {
                <div class="unit-group">
                    <p class="unit-title">{ title }</p>
                    { for rows.iter().map(|row| self::row(shape, row, columns)) }
                </div>
            }
        })
        .collect();
    html! {
        if !groups.is_empty() {
            <figure class={if shape == Shape::Person { "chart units people" } else { "chart units" }}>
                { groups }
                <figcaption translate="no">{ key }</figcaption>
            </figure>
        }
    }
}

fn row(shape: Shape, row: &Row, columns: Columns) -> Html {
    html! {
        <div class="unit-row">
            <p class="unit-label">
                <b>{ &row.number }</b>{ " " }{ &row.label }
            </p>
            if row.count <= MAX { { marks(shape, row, columns) } }
        </div>
    }
}

fn marks(shape: Shape, row: &Row, (columns, width): Columns) -> Html {
    let lines = row.cells().div_ceil(columns).max(1);
    let place = |i| (i % columns * CELL, i / columns * LINE);
    let mut path = String::new();
    for i in 0..row.count {
        let (x, y) = place(i);
        mark(shape, x, y, &mut path);
    }
    let (x, y) = place(row.count);
    // All rows are equally wide, also if CSS lets them shrink, so that all marks are equally large.
    let view = format!("0 0 {} {}", columns * CELL, lines * LINE);
    html! {
        <svg
            class={row.look.class()}
            viewBox={view}
            width={(columns * width).to_string()}
            height={(lines * width * LINE / CELL).to_string()}
            aria-hidden="true"
            focusable="false"
        >
            <path d={path} />
            if row.open {
                <path class="more" d={format!("M{} {}v5m-2.5-2.5h5", x + 5, y + 3)} />
            }
        </svg>
    }
}

/// Adds one mark to the path. Writing to a `String` can't fail.
fn mark(shape: Shape, x: u64, y: u64, path: &mut String) {
    let _ = match shape {
        // A round head above rounded shoulders.
        Shape::Person => write!(
            path,
            "M{} {}a1.7 1.7 0 1 1 .01 0zm-2.5 4.6v-1.6q0-2 2-2h1q2 0 2 2v1.6z",
            x + 5,
            y + 4
        ),
        Shape::Square => write!(path, "M{}.5 {}.5h7v7h-7z", x + 1, y + 1),
    };
}
