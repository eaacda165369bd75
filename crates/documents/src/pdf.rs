//! Reads PDFs with hayro.
//!
//! hayro interprets the content of a page and reports each glyph with its position and its Unicode text. `text_device`
//! collects them, `layout` makes lines of them.
//!
//! *Invariant:* a PDF can't end the program. hayro runs on a thread of its own: a panic there is an error, its stack
//! suffices for the nesting that hayro allows, and it is left to itself if it doesn't end in time. `budget` refuses
//! compressed data that would fill the memory before hayro reads it. Each page has a limited number of drawing operations.

mod budget;
mod layout;
mod text_device;

use std::collections::HashSet;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use hayro_interpret::hayro_syntax::object::dict::keys::{CONTENTS, SUBTYPE};
use hayro_interpret::hayro_syntax::object::{Array, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page,
};
use sidelight_model::DocumentPlace;

use self::text_device::TextDevice;
use crate::document_text::Builder;
use crate::error::{DocumentError, MAX_PAGES, MAX_TEXT};
use crate::panics::catch_panic;

/// Stack of the thread, in bytes. hayro interprets up to 50 nested streams and reads objects that are nested 512 deep.
const STACK: usize = 64 * 1024 * 1024;

/// Time after which a PDF is given up: a last resort, if hayro doesn't end. All other limits are counted, so that a busy machine
/// accepts the same files. A PDF of 2,000 pages takes some 5 seconds, and ten times as long on a busy machine.
const TIME: Duration = Duration::from_secs(300);

/// Largest content of all pages together, decompressed, in bytes. hayro keeps it.
const MAX_CONTENT: usize = 256 * 1024 * 1024;

/// Largest data of the streams that a page repeats, compressed, in bytes.
const MAX_REPEATED: usize = 32 * 1024;

/// Adds the pages of a PDF. `sidecar` is text that replaces that of the PDF.
pub(crate) fn read_pages(
    bytes: &[u8],
    sidecar: Option<&str>,
    builder: &mut Builder,
) -> Result<(), DocumentError> {
    budget::check(bytes)?;
    let (sender, receiver) = sync_channel(1);
    let bytes = bytes.to_vec();
    let with_text = sidecar.is_none();
    let thread = thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            let pages = catch_panic(|| pages(bytes, with_text));
            // Nobody receives it if the time is over.
            let _ = sender.send(pages.unwrap_or(Err(DocumentError::Damaged)));
        });
    thread.map_err(|_| DocumentError::TooComplex)?;
    let pages = match receiver.recv_timeout(TIME) {
        Ok(pages) => pages?,
        Err(RecvTimeoutError::Timeout) => return Err(DocumentError::TooComplex),
        Err(RecvTimeoutError::Disconnected) => return Err(DocumentError::Damaged),
    };
    builder.set_pages(pages.len());
    if let Some(sidecar) = sidecar {
        return read_sidecar(sidecar, pages.len(), builder);
    }
    let count = pages.len();
    if pages.iter().all(|page| is_blank(page)) {
        return Err(DocumentError::NoTextLayer(count));
    }
    for (number, page) in (1..).zip(pages) {
        builder.add(DocumentPlace::Page(number), page)?;
    }
    Ok(())
}

/// Adds the pages of a text that replaces that of a PDF. A form feed may follow the last page.
fn read_sidecar(text: &str, pages: usize, builder: &mut Builder) -> Result<(), DocumentError> {
    let text = text.trim_end();
    let found = text.split('\u{c}').count();
    // A text editor may have removed the form feeds of blank pages at the end.
    if found > pages || (found < pages && found == 1) {
        return Err(DocumentError::SidecarPages {
            pages,
            sidecar: found,
        });
    }
    for (number, page) in (1..).zip(text.split('\u{c}')) {
        builder.add(DocumentPlace::Page(number), page)?;
    }
    Ok(())
}

/// Reports whether a page has no words that can be read.
fn is_blank(page: &str) -> bool {
    let unknown = page.matches(char::REPLACEMENT_CHARACTER).count();
    let known = page.chars().filter(|c| c.is_alphanumeric()).count();
    known <= unknown
}

/// Returns the text of each page, with lines. The texts are empty without `with_text`.
fn pages(bytes: Vec<u8>, with_text: bool) -> Result<Vec<String>, DocumentError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => DocumentError::Encrypted,
        LoadPdfError::Invalid => DocumentError::Damaged,
    })?;
    let pages = pdf.pages();
    match pages.len() {
        0 => return Err(DocumentError::Damaged),
        count if count > MAX_PAGES => return Err(DocumentError::TooManyPages(count)),
        count if !with_text => return Ok(vec![String::new(); count]),
        _ => {}
    }
    let cache = InterpreterCache::new();
    let mut texts = Vec::with_capacity(pages.len());
    let (mut content, mut length) = (0, 0);
    for (number, page) in (1..).zip(pages.iter()) {
        if !has_plain_content(page) {
            return Err(DocumentError::DamagedPage(number));
        }
        content += page.page_stream().map_or(0, <[u8]>::len);
        if content > MAX_CONTENT {
            return Err(DocumentError::TooComplex);
        }
        let text = text_of(&pdf, page, &cache).ok_or(DocumentError::TooComplex)?;
        length += text.len();
        if length > MAX_TEXT {
            return Err(DocumentError::TooMuchText);
        }
        texts.push(text);
    }
    Ok(texts)
}

/// Reports whether the content of a page consists of streams of its own. A page that repeats a stream, or uses an image as
/// content, could be larger than `budget` has measured. Short streams may repeat: programs put them around stamps.
fn has_plain_content(page: &Page<'_>) -> bool {
    let Some(streams) = page.raw().get::<Array<'_>>(CONTENTS) else {
        return true;
    };
    let mut ids: HashSet<ObjectIdentifier> = HashSet::new();
    let mut repeated = 0;
    for stream in streams.iter::<Stream<'_>>() {
        if stream.dict().contains_key(SUBTYPE) {
            return false;
        }
        if !ids.insert(stream.obj_id()) {
            repeated += stream.raw_data().len() + 1;
        }
    }
    repeated <= MAX_REPEATED
}

/// Returns the text of a page. Returns `None` if the page has too many drawing operations.
fn text_of<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>) -> Option<String> {
    let bounds = page.intersected_crop_box();
    let bounds = Rect::new(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut context = Context::new(Affine::IDENTITY, bounds, cache, pdf.xref(), settings);
    let mut device = TextDevice::new(bounds);
    text_device::run(|| interpret_page(page, &mut context, &mut device))?;
    Some(layout::lines(&device.into_glyphs()))
}
