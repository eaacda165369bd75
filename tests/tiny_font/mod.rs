//! Makes a small WOFF2 font for tests: every letter is the same rectangle.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;

/// The number of units of the font's size.
const UNITS: u16 = 1000;

/// A font that tests can make.
pub(crate) struct TinyFont<'a> {
    /// The characters of the font. A space is always one of them.
    pub(crate) characters: &'a str,
    /// The width of a letter, in thousandths of the font size.
    pub(crate) width: u16,
    /// The height of a line above the baseline, in thousandths of the font size.
    pub(crate) ascent: i16,
}

/// All letters that the bundled articles need, and those of Kazakh.
pub(crate) const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()-–—’“”«»\
    абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯәғқңөұүһіӘҒҚҢӨҰҮҺІёЁ";

impl Default for TinyFont<'_> {
    fn default() -> Self {
        Self {
            characters: LETTERS,
            width: 500,
            ascent: 900,
        }
    }
}

impl TinyFont<'_> {
    /// Returns the font as WOFF2. Its tables aren't transformed.
    pub(crate) fn woff2(&self) -> Vec<u8> {
        let tables = self.tables();
        let content: Vec<u8> = tables
            .iter()
            .flat_map(|(_, table)| table.iter().copied())
            .collect();
        let mut compressed = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 9, 18);
        writer.write_all(&content).unwrap();
        drop(writer);
        let mut directory = Vec::new();
        for (tag, table) in &tables {
            // In glyf and loca, version 3 is the one without a transformation.
            let version = if matches!(tag, 10 | 11) { 3 } else { 0 };
            directory.push(tag | version << 6);
            directory.extend(base_128(table.len()));
        }
        let padded: usize = tables
            .iter()
            .map(|(_, table)| table.len().next_multiple_of(4))
            .sum();
        let sfnt = 12 + 16 * tables.len() + padded;
        let length = (48 + directory.len() + compressed.len()).next_multiple_of(4);
        let mut file = b"wOF2\0\x01\0\0".to_vec();
        file.extend((length as u32).to_be_bytes());
        file.extend((tables.len() as u16).to_be_bytes());
        file.extend([0; 2]);
        file.extend((sfnt as u32).to_be_bytes());
        file.extend((compressed.len() as u32).to_be_bytes());
        file.extend([0, 1, 0, 0]);
        file.extend([0; 20]);
        file.extend(directory);
        file.extend(compressed);
        file.resize(length, 0);
        file
    }

    /// Returns the tables, each with the number of its tag in WOFF2's list, in the order of their tags.
    fn tables(&self) -> [(u8, Vec<u8>); 10] {
        let (ascent, descent) = (self.ascent, -200);
        let square = glyph(self.width as i16 - 60);
        let lengths = [square.len(), 0, square.len()];
        let mut at = 0;
        let mut loca = vec![0, 0, 0, 0];
        for length in lengths {
            at += length;
            loca.extend((at as u32).to_be_bytes());
        }
        let glyf = [square.clone(), square].concat();
        let hmtx = [self.width, 30, self.width / 2, 0, self.width, 30];
        let os2 = Bytes::default()
            .words(&[
                4, self.width, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250,
            ])
            .words(&[0]) // Class of the family.
            .bytes(&[0; 10])
            .words(&[0; 8])
            .bytes(b"TINY")
            .words(&[
                0x40,
                0x20,
                0x4e9,
                ascent as u16,
                descent as u16,
                0,
                ascent as u16,
                200,
            ])
            .words(&[0; 4])
            .words(&[500, 700, 0, 0x20, 1]);
        let head = Bytes::default()
            .words(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, UNITS])
            .bytes(&[0; 16])
            .words(&[0, descent as u16, self.width, ascent as u16, 0, 8, 2, 1, 0]);
        let hhea = Bytes::default()
            .words(&[
                1,
                0,
                ascent as u16,
                descent as u16,
                0,
                self.width,
                0,
                0,
                self.width,
                1,
                0,
                0,
            ])
            .words(&[0, 0, 0, 0, 0, 3]);
        let maxp = Bytes::default().words(&[1, 0, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        let name = Bytes::default()
            .words(&[0, 2, 30, 3, 1, 0x409, 1, 8, 0, 3, 1, 0x409, 2, 8, 0])
            .words(&[0x54, 0x69, 0x6e, 0x79]);
        let post = Bytes::default().words(&[3, 0, 0, 0, 0, 0]).bytes(&[0; 20]);
        [
            (6, os2.0),
            (0, self.cmap()),
            (10, glyf),
            (1, head.0),
            (2, hhea.0),
            (3, Bytes::default().words(&hmtx).0),
            (11, loca),
            (4, maxp.0),
            (5, name.0),
            (7, post.0),
        ]
    }

    /// Returns the table that gives every character the rectangle (format 4, one segment a character).
    fn cmap(&self) -> Vec<u8> {
        let mut points: Vec<u16> = self
            .characters
            .chars()
            .map(|c| u16::try_from(u32::from(c)).unwrap())
            .collect();
        points.push(0x20);
        points.sort_unstable();
        points.dedup();
        let glyph = |point: u16| if point == 0x20 { 1 } else { 2_u16 };
        let mut deltas: Vec<u16> = points
            .iter()
            .map(|point| glyph(*point).wrapping_sub(*point))
            .collect();
        points.push(0xffff);
        deltas.push(1);
        let count = points.len() as u16;
        let selector = count.ilog2() as u16;
        let range = 2 << selector;
        let length = 16 + 8 * count;
        Bytes::default()
            .words(&[
                0,
                1,
                3,
                1,
                0,
                12,
                4,
                length,
                0,
                2 * count,
                range,
                selector,
                2 * count - range,
            ])
            .words(&points)
            .words(&[0])
            .words(&points)
            .words(&deltas)
            .words(&vec![0; points.len()])
            .0
    }
}

/// Returns a rectangle of this width, padded to four bytes.
fn glyph(width: i16) -> Vec<u8> {
    let mut glyph = Bytes::default()
        .words(&[1, 30, 0, (30 + width) as u16, 600, 3, 0])
        .bytes(&[1, 1, 1, 1])
        .words(&[30, 0, width as u16, 0, 0, 600, 0, (-600_i16) as u16])
        .0;
    glyph.resize(glyph.len().next_multiple_of(4), 0);
    glyph
}

/// Returns a number as WOFF2 writes lengths: seven bits a byte, the most significant first.
fn base_128(number: usize) -> Vec<u8> {
    let mut bytes = vec![(number & 0x7f) as u8];
    let mut rest = number >> 7;
    while rest > 0 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.reverse();
    bytes
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn words(mut self, words: &[u16]) -> Self {
        self.0
            .extend(words.iter().flat_map(|word| word.to_be_bytes()));
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }
}
