//! Makes PDFs.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF in the making. Objects 1 and 2 are the catalogue and the page tree.
pub(crate) struct Pdf {
    objects: Vec<Vec<u8>>,
    /// The object numbers of the pages.
    pages: Vec<usize>,
    /// The entries of the fonts in the resources of each page.
    fonts: String,
    /// Entries for the trailer.
    pub(crate) trailer: String,
}

impl Pdf {
    /// Creates a PDF with the fonts `F1` and `F2`.
    pub(crate) fn new() -> Self {
        let mut pdf = Self {
            objects: vec![Vec::new(), Vec::new()],
            pages: Vec::new(),
            fonts: String::new(),
            trailer: String::new(),
        };
        let helvetica = pdf.add(
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding\
             /FirstChar 32/LastChar 255/Widths[",
        );
        pdf.extend(helvetica, &"500 ".repeat(224));
        pdf.extend(helvetica, "]>>");
        let map = pdf.add_stream("", to_unicode().as_bytes());
        let descendant = pdf.add(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)\
             /Ordering(Identity)/Supplement 0>>/DW 500>>",
        );
        let mapped = pdf.add(&format!(
            "<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]\
             /ToUnicode {map} 0 R>>"
        ));
        pdf.fonts = format!("/F1 {helvetica} 0 R/F2 {mapped} 0 R");
        pdf
    }

    /// Adds an object and returns its number.
    pub(crate) fn add(&mut self, object: &str) -> usize {
        self.objects.push(object.as_bytes().to_vec());
        self.objects.len()
    }

    fn extend(&mut self, number: usize, text: &str) {
        self.objects[number - 1].extend(text.as_bytes());
    }

    /// Adds a compressed stream with these entries in its dictionary.
    pub(crate) fn add_stream(&mut self, entries: &str, data: &[u8]) -> usize {
        self.add_raw(&format!("/Filter/FlateDecode{entries}"), &compressed(data))
    }

    /// Adds a stream with these entries in its dictionary.
    pub(crate) fn add_raw(&mut self, entries: &str, data: &[u8]) -> usize {
        let begin = format!("<</Length {}{entries}>>\nstream\n", data.len());
        let object = [begin.as_bytes(), data, b"\nendstream"].concat();
        self.objects.push(object);
        self.objects.len()
    }

    /// Adds a page with this content.
    pub(crate) fn page(&mut self, content: &str) {
        let content = self.add_stream("", content.as_bytes());
        self.page_of(&format!("{content} 0 R"), "");
    }

    /// Adds a page with this value for its contents, and these entries in its resources.
    pub(crate) fn page_of(&mut self, contents: &str, resources: &str) {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {contents}\
             /Resources<</Font<<{}>>{resources}>>>>",
            self.fonts
        );
        let number = self.add(&page);
        self.pages.push(number);
    }

    /// Returns the file.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.objects[0] = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
        if self.objects[1].is_empty() {
            let kids: Vec<String> = self
                .pages
                .iter()
                .map(|page| format!("{page} 0 R"))
                .collect();
            let kids = kids.join(" ");
            let count = self.pages.len();
            self.objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();
        }
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        for (number, object) in (1..).zip(&self.objects) {
            writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let size = self.objects.len() + 1;
        let start = file.len();
        file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{table}").bytes());
        let trailer = &self.trailer;
        file.extend(format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n").bytes());
        file.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        file
    }

    /// Replaces the page tree.
    pub(crate) fn set_tree(&mut self, tree: &str) {
        self.objects[1] = tree.as_bytes().to_vec();
    }
}

/// Compresses data.
pub(crate) fn compressed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Returns operators that show a text in a font at a position. Each letter of `F2` is its code in UTF-16.
pub(crate) fn show(font: &str, x: f64, y: f64, text: &str) -> String {
    let hex: String = match font {
        "F2" => text
            .encode_utf16()
            .map(|unit| format!("{unit:04x}"))
            .collect(),
        _ => text
            .chars()
            .map(|c| format!("{:02x}", u32::from(c)))
            .collect(),
    };
    format!("BT /{font} 10 Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
}

/// Returns a `ToUnicode` map in which each code of two bytes is its character in UTF-16.
fn to_unicode() -> String {
    let mut map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Any def /CMapType 2 def\n\
                   1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        .to_owned();
    for block in (0..=0xff).collect::<Vec<u32>>().chunks(100) {
        writeln!(map, "{} beginbfrange", block.len()).unwrap();
        for high in block {
            writeln!(map, "<{high:02x}00> <{high:02x}ff> <{high:02x}00>").unwrap();
        }
        map.push_str("endbfrange\n");
    }
    map + "endcmap CMapName currentdict /CMap defineresource pop end end"
}

/// Makes a PDF from a description. Each line begins with a word:
///
/// - `page` begins a page.
/// - `F1` or `F2`, `x` and `y`, and a text: shows the text in this font. `F1` has Latin letters, `F2` all.
/// - `raw` and operators.
pub(crate) fn described(description: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut content: Option<String> = None;
    for line in description.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "page" => {
                if let Some(content) = content.replace(String::new()) {
                    pdf.page(&content);
                }
            }
            "raw" => content.as_mut().unwrap().push_str(&format!("{rest}\n")),
            font => {
                let mut rest = rest.splitn(3, ' ');
                let mut number = || rest.next().unwrap().parse().unwrap();
                let (x, y) = (number(), number());
                let shown = show(font, x, y, rest.next().unwrap());
                content.as_mut().unwrap().push_str(&shown);
            }
        }
    }
    pdf.page(&content.unwrap());
    pdf.finish()
}
