//! Tables and pull quotes.

use yew::{Html, html};

use super::direction::{direction, direction_of};
use super::index::Index;
use super::inlines::inlines;
use super::{copied, fixed};
use sidelight_model::{Align, PullQuote, Table, TextBlock, anchor};

/// Renders a table with its caption. A table that is wider than the text scrolls sideways in a region of its own.
///
/// The region has a name and takes the focus, so that the keyboard can scroll it (WCAG 2.2, 1.4.10 and 2.1.1). While no
/// part of the table is hidden, the program in the browser takes it out of the order of focus. `files` is the address
/// of the folder with the table's CSV file; without one there is no link to it.
pub(super) fn table(table: &Table, index: &Index<'_>, files: Option<&str>) -> Html {
    let caption = anchor::table_caption(&table.id);
    let aligned = |text: Option<&TextBlock>, column: usize, scope: Option<&'static str>| {
        let align = table.columns.get(column).and_then(|column| column.align);
        cell(text, align, scope, index)
    };
    let headers = table.columns.iter().enumerate();
    html! {
        <figure class="table" id={anchor::table(&table.id)} aria-labelledby={caption.clone()}>
            <div class={anchor::TABLE_REGION} role="group" aria-labelledby={caption.clone()} tabindex="0">
                <table>
                    <caption id={caption}><span>{ inlines(&table.caption, index) }</span></caption>
                    <thead>
                        <tr>{ for headers.map(|(i, column)| aligned(Some(&column.header), i, Some("col"))) }</tr>
                    </thead>
                    <tbody>
                        { for table.rows.iter().map(|row| html! {
                            <tr>
                                { aligned(Some(&row.header), 0, Some("row")) }
                                { for row.cells.iter().enumerate().map(|(i, cell)| aligned(cell.text(), i + 1, None)) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            if let Some(files) = files {
                <p class="table-file" translate="no">
                    <a href={[files, &anchor::table_csv(&table.id)].concat()} download="">
                        { fixed(index.messages.table_csv()) }
                    </a>
                </p>
            }
        </figure>
    }
}

/// Renders a cell. A header has a `scope`.
fn cell(
    text: Option<&TextBlock>,
    align: Option<Align>,
    scope: Option<&'static str>,
    index: &Index<'_>,
) -> Html {
    let class = align.map(|align| match align {
        Align::Center => "center",
        Align::End => "end",
    });
    let id = text.map(|text| anchor::text(&text.id));
    let dir = text.and_then(direction);
    let tag = if scope.is_some() { "th" } else { "td" };
    html! {
        <@{tag} {class} {id} {dir} {scope}>{ text.map(|text| inlines(&text.inlines, index)) }</@>
    }
}

/// Renders a pull quote. Screen readers skip it, because its words are in a paragraph nearby and readers who listen would
/// hear them twice. For the same reason search and reading aloud skip it: it is `aria-hidden` and has no id.
pub(super) fn pull_quote(quote: &PullQuote) -> Html {
    html! {
        <aside class="pull-quote" aria-hidden="true">
            <p dir={direction_of(&quote.text)}>{ copied(&quote.text) }</p>
            if let Some(by) = &quote.by { <p class="pull-quote-by" dir={direction_of(by)}>{ copied(by) }</p> }
        </aside>
    }
}
