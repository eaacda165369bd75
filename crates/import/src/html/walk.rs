//! Splits a page into pieces, in reading order.
//!
//! *Invariant:* every word that a reader would see is in a piece, whichever element contains it. Nested elements
//! don't use the call stack.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use dom_query::{Document, NodeRef};

use super::hints::{hint_of, is_furniture};
use super::links::{Base, safe_target};
use super::tables::read_table;
use crate::piece::{Field, Form, Piece};
use crate::table::table_piece;
use sidelight_documents::html::{is_inline, is_unseen};
use sidelight_model::{Href, Inline, Link};
use sidelight_text::word_count;

/// A piece with its surroundings in the page.
#[derive(Debug, Clone)]
pub(super) struct Walked {
    pub(super) piece: Piece,
    /// `true` inside furniture: a part that pages have around an article, such as a menu.
    pub(super) in_furniture: bool,
    /// Number of the `article` or `main` element around the piece, from 1, or 0 outside of these elements.
    pub(super) article: usize,
    /// `true` if only a few words of the piece have the markup that indicates its field. The piece belongs to the article
    /// like others with that field, but it is text.
    pub(super) is_text: bool,
    /// Number of the `figure` element around the piece, from 1, or 0 outside of these elements.
    figure: usize,
}

impl Walked {
    /// Returns the piece. Text has no field.
    pub(super) fn into_piece(mut self) -> Piece {
        if self.is_text {
            self.piece.hint = None;
        }
        self.piece
    }
}

/// Maximum number of words beside those whose markup indicates a field, in a line that is about that field.
const MAX_OTHER_WORDS: usize = 8;

/// Reports whether any node is nested more than `depth` levels deep.
pub(super) fn is_deeper_than(page: &Document, depth: usize) -> bool {
    let mut stack: Vec<(NodeRef<'_>, usize)> = vec![(page.root(), 0)];
    while let Some((node, at)) = stack.pop() {
        if at > depth {
            return true;
        }
        stack.extend(node.children().into_iter().map(|child| (child, at + 1)));
    }
    false
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Left),
}

/// State to restore at the end of an element.
#[derive(Default)]
struct Left {
    is_block: bool,
    wraps: bool,
    line_hint: bool,
    form: Option<Form>,
    hint: Option<Option<Field>>,
    furniture: bool,
    article: Option<usize>,
    preserved: bool,
    figure: Option<usize>,
    is_table: bool,
}

/// Markup around words. Thousands of elements may be open, so each kind of markup is stored once, and only the
/// innermost link.
#[derive(Clone, Default)]
struct Wraps {
    emphasis: bool,
    strong: bool,
    link: Option<Rc<Href>>,
}

impl Wraps {
    fn has_same_link(&self, other: &Self) -> bool {
        match (&self.link, &other.link) {
            (Some(this), Some(that)) => Rc::ptr_eq(this, that),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Words with the markup around them.
struct Run {
    text: String,
    wraps: Wraps,
}

struct Walk<'b> {
    base: &'b Base,
    pieces: Vec<Walked>,
    /// The markup around the words in each open inline element, outermost first.
    wraps: Vec<Wraps>,
    /// The words of the current piece.
    runs: Vec<Run>,
    form: Form,
    hint: Option<Field>,
    /// The field that markup inside the line indicates for the whole line.
    line_hint: Option<Field>,
    /// Number of open elements inside the line that indicate a field.
    hinting: usize,
    /// Number of words of the line inside such elements.
    hinted_words: usize,
    furniture: usize,
    article: usize,
    articles: usize,
    preserved: usize,
    broken: bool,
    figure: usize,
    figures: usize,
    /// The reason why the open table isn't one in the article, until a piece has it.
    not_table: Option<&'static str>,
}

/// Splits a page's body into pieces.
pub(super) fn walk(page: &Document, base: &Base) -> Vec<Walked> {
    let mut pieces = walk_nodes(vec![page.root()], base);
    caption_tables(&mut pieces);
    pieces
}

/// Splits nodes and everything in them into pieces.
fn walk_nodes(nodes: Vec<NodeRef<'_>>, base: &Base) -> Vec<Walked> {
    let mut walk = Walk {
        base,
        pieces: Vec::new(),
        wraps: Vec::new(),
        runs: Vec::new(),
        form: Form::Paragraph,
        hint: None,
        line_hint: None,
        hinting: 0,
        hinted_words: 0,
        furniture: 0,
        article: 0,
        articles: 0,
        preserved: 0,
        broken: false,
        figure: 0,
        figures: 0,
        not_table: None,
    };
    let mut steps: Vec<Step<'_>> = nodes.into_iter().rev().map(Step::Enter).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if node.is_text() => walk.text(&node.text()),
            Step::Enter(node) => {
                let Some(left) = walk.enter(&node) else {
                    continue;
                };
                steps.push(Step::Leave(left));
                let mut children = node.children();
                children.reverse();
                steps.extend(children.into_iter().map(Step::Enter));
            }
            Step::Leave(left) => walk.leave(left),
        }
    }
    walk.flush();
    walk.pieces
}

/// Returns the words of a cell or of a table's caption, and adds its images to `images`.
fn read_cell(
    cell: &NodeRef<'_>,
    base: &Base,
    images: &mut Vec<Piece>,
) -> Result<Vec<Inline>, &'static str> {
    let mut words = None;
    for walked in walk_nodes(cell.children(), base) {
        if walked.piece.hint == Some(Field::Image) {
            images.push(walked.piece);
        } else if words.is_some() || walked.in_furniture || walked.piece.form != Form::Paragraph {
            return Err("a cell has several paragraphs, a list or a heading");
        } else {
            words = Some(walked.piece.inlines);
        }
    }
    Ok(words.unwrap_or_default())
}

/// Moves the caption of a figure to the table in it, if the figure has one caption and one table, and the table has no caption
/// of its own.
fn caption_tables(pieces: &mut Vec<Walked>) {
    let mut figures: HashMap<usize, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (number, walked) in pieces.iter().enumerate() {
        if walked.figure == 0 || walked.in_furniture {
            continue;
        }
        let (tables, captions) = figures.entry(walked.figure).or_default();
        if walked.piece.form == Form::Table {
            tables.push(number);
        } else if walked.piece.hint == Some(Field::Caption) {
            captions.push(number);
        }
    }
    let mut moved = HashSet::new();
    for (tables, captions) in figures.into_values() {
        let ([table], [caption]) = (tables.as_slice(), captions.as_slice()) else {
            continue;
        };
        let words = pieces[*caption].piece.inlines.clone();
        if let Some(table) = &mut pieces[*table].piece.table
            && table.add_caption(&words)
        {
            moved.insert(*caption);
        }
    }
    let mut number = 0;
    pieces.retain(|_| {
        number += 1;
        !moved.contains(&(number - 1))
    });
}

impl Walk<'_> {
    fn text(&mut self, text: &str) {
        if self.preserved > 0 {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.line_break();
                }
                self.push(line);
            }
        } else {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.broken = false;
        }
        if text.is_empty() {
            return;
        }
        if self.hinting > 0 {
            self.hinted_words += word_count(text);
        }
        let wraps = self.wraps.last().cloned().unwrap_or_default();
        match self.runs.last_mut() {
            Some(last)
                if last.wraps.has_same_link(&wraps)
                    && last.wraps.emphasis == wraps.emphasis
                    && last.wraps.strong == wraps.strong =>
            {
                last.text.push_str(text);
            }
            _ => self.runs.push(Run {
                text: text.to_owned(),
                wraps,
            }),
        }
    }

    /// Adds a line break. One break is a space; two breaks in a row end the piece.
    fn line_break(&mut self) {
        if self.broken {
            self.flush();
        } else {
            self.push(" ");
            self.broken = true;
        }
    }

    /// Ends the current piece. Drops it if it has no words.
    fn flush(&mut self) {
        self.broken = false;
        let runs = std::mem::take(&mut self.runs);
        let line_hint = self.line_hint.take();
        let hinted_words = std::mem::take(&mut self.hinted_words);
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        let inlines = runs
            .chunk_by(|run, next| run.wraps.has_same_link(&next.wraps))
            .flat_map(in_link)
            .collect();
        let mut piece = Piece::new(0, self.form, inlines);
        piece.hint = line_hint.or(self.hint);
        let is_text = line_hint.is_some() && !is_about(&piece.text(), hinted_words);
        self.add(piece, is_text);
    }

    fn add(&mut self, mut piece: Piece, is_text: bool) {
        piece.not_table = self.not_table.take();
        self.pieces.push(Walked {
            figure: self.figure,
            piece,
            in_furniture: self.furniture > 0,
            article: self.article,
            is_text,
        });
    }

    /// Enters an element. Returns `None` if its content is skipped.
    fn enter(&mut self, node: &NodeRef<'_>) -> Option<Left> {
        let mut left = Left::default();
        let Some(name) = node.node_name().map(|name| name.to_string()) else {
            // This is the document itself; comments have no children.
            return Some(left);
        };
        let name = name.as_str();
        if is_unseen(name) {
            return None;
        }
        match name {
            "br" => {
                self.line_break();
                return None;
            }
            "img" => {
                self.image(node);
                return None;
            }
            "table" => {
                self.flush();
                let mut images = Vec::new();
                let read = read_table(node, |cell| read_cell(cell, self.base, &mut images));
                match read {
                    Ok(table) => {
                        let furniture = usize::from(is_furniture(node, name));
                        self.furniture += furniture;
                        self.add(table_piece(0, table), false);
                        for image in images {
                            self.add(image, false);
                        }
                        self.furniture -= furniture;
                        return None;
                    }
                    Err(why) => self.not_table = Some(why),
                }
                left.is_table = true;
            }
            _ => {}
        }
        left.is_block = !is_inline(name);
        let hint = hint_of(node, name);
        if left.is_block {
            self.flush();
            self.block(node, name, hint, &mut left);
        } else {
            if let Some(hint) = hint {
                // A date within a paragraph doesn't make the whole paragraph a date.
                let alone = self.runs.iter().all(|run| run.text.trim().is_empty());
                if alone || hint != Field::Published {
                    self.line_hint.get_or_insert(hint);
                    self.hinting += 1;
                    left.line_hint = true;
                }
            }
            self.inline(node, name);
            left.wraps = true;
        }
        Some(left)
    }

    fn block(&mut self, node: &NodeRef<'_>, name: &str, hint: Option<Field>, left: &mut Left) {
        let form = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                Some(Form::Heading(name.as_bytes()[1] - b'0'))
            }
            "blockquote" => Some(Form::Quote),
            "li" => {
                let is_numbered = node.parent().is_some_and(|list| list.has_name("ol"));
                Some(if is_numbered {
                    Form::NumberedItem
                } else {
                    Form::Item
                })
            }
            // These elements reset the form, whatever element contains them.
            "article" | "main" | "body" | "table" => Some(Form::Paragraph),
            _ => None,
        };
        if let Some(form) = form {
            left.form = Some(std::mem::replace(&mut self.form, form));
        }
        if hint.is_some() {
            left.hint = Some(std::mem::replace(&mut self.hint, hint));
        }
        if is_furniture(node, name) {
            self.furniture += 1;
            left.furniture = true;
        }
        if matches!(name, "article" | "main")
            || node.attr("itemprop").is_some_and(|p| &*p == "articleBody")
        {
            self.articles += 1;
            if self.article == 0 || name == "article" {
                left.article = Some(std::mem::replace(&mut self.article, self.articles));
            }
        }
        if name == "figure" {
            self.figures += 1;
            left.figure = Some(std::mem::replace(&mut self.figure, self.figures));
        }
        if name == "pre" {
            self.preserved += 1;
            left.preserved = true;
        }
    }

    fn inline(&mut self, node: &NodeRef<'_>, name: &str) {
        let mut wraps = self.wraps.last().cloned().unwrap_or_default();
        match name {
            "em" | "i" | "cite" => wraps.emphasis = true,
            "strong" | "b" => wraps.strong = true,
            "a" => {
                let target = node.attr("href");
                if let Some(href) = target.and_then(|target| safe_target(&target, Some(self.base)))
                {
                    wraps.link = Some(Rc::new(href));
                }
            }
            _ => {}
        }
        self.wraps.push(wraps);
    }

    fn image(&mut self, node: &NodeRef<'_>) {
        let attribute = |name: &str| {
            node.attr(name)
                .map(|value| value.trim().to_owned())
                .unwrap_or_default()
        };
        let source = [attribute("src"), attribute("data-src")]
            .into_iter()
            .find(|source| !source.is_empty() && !source.starts_with("data:"))
            .unwrap_or_default();
        let words = format!("{source} {}", attribute("alt"));
        if words.trim().is_empty() || attribute("width") == "1" {
            return;
        }
        let mut piece = Piece::paragraph(0, words);
        piece.hint = Some(Field::Image);
        self.add(piece, false);
    }

    fn leave(&mut self, left: Left) {
        if left.is_block {
            self.flush();
        }
        if left.wraps {
            self.wraps.pop();
        }
        if left.line_hint {
            self.hinting -= 1;
        }
        if let Some(form) = left.form {
            self.form = form;
        }
        if let Some(hint) = left.hint {
            self.hint = hint;
        }
        if left.furniture {
            self.furniture -= 1;
        }
        if let Some(article) = left.article {
            self.article = article;
        }
        if left.preserved {
            self.preserved -= 1;
        }
        if let Some(figure) = left.figure {
            self.figure = figure;
        }
        if left.is_table {
            self.not_table = None;
        }
    }
}

/// Reports whether a line is about the words in it whose markup indicates a field: “By” and a name, not a sentence with a
/// name in it.
fn is_about(line: &str, hinted_words: usize) -> bool {
    let others = word_count(line).saturating_sub(hinted_words);
    let is_sentence = others > 1 && line.ends_with(['.', '!', '?', '…']);
    others <= MAX_OTHER_WORDS && !is_sentence
}

/// Returns the inlines of runs that are in the same link or in no link.
fn in_link(runs: &[Run]) -> Vec<Inline> {
    let inlines = runs
        .iter()
        .map(|run| {
            let mut inline = Inline::Text(run.text.clone());
            if run.wraps.emphasis {
                inline = Inline::Emphasis(vec![inline]);
            }
            if run.wraps.strong {
                inline = Inline::Strong(vec![inline]);
            }
            inline
        })
        .collect();
    match runs.first().and_then(|run| run.wraps.link.as_ref()) {
        Some(href) => vec![Inline::Link(Link {
            href: Href::clone(href),
            inlines,
        })],
        None => inlines,
    }
}
