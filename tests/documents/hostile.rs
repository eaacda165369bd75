//! PDFs that are damaged, or made to take time or memory.

use sidelight_documents::{DocumentError, MAX_PAGES, read};

use crate::pdf::{Pdf, compressed, show};

fn error_of(bytes: &[u8]) -> DocumentError {
    read("a.pdf", bytes, None).unwrap_err()
}

fn words(words: &str) -> String {
    show("F1", 72.0, 700.0, words)
}

fn small() -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.page(&words("The council met in March."));
    pdf.page(&words("It adjourned in April."));
    pdf.finish()
}

#[test]
fn a_file_that_is_cut_off_or_damaged_anywhere_causes_no_panic() {
    let whole = small();
    assert_eq!(read("a.pdf", &whole, None).unwrap().parts().len(), 2);
    for end in (0..whole.len()).step_by(97) {
        let _ = read("a.pdf", &whole[..end], None);
    }
    for at in (9..whole.len()).step_by(53) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x15;
        let _ = read("a.pdf", &damaged, None);
    }
    assert_eq!(error_of(b"%PDF-1.7\nnothing"), DocumentError::Damaged);
}

#[test]
fn scans_need_a_sidecar() {
    let mut scan = Pdf::new();
    scan.page("0 0 m 10 10 l S");
    scan.page("0 0 m 10 10 l S");
    let scan = scan.finish();
    assert_eq!(error_of(&scan), DocumentError::NoTextLayer(2));
    let text = "First page.\u{c}Second page.\n\u{c}";
    let document = read("a.pdf", &scan, Some(text.as_bytes())).unwrap();
    let texts: Vec<&str> = document.parts().iter().map(|part| part.text()).collect();
    assert_eq!(texts, ["First page.", "Second page."]);
    assert_eq!(document.pages(), Some(2));
    for (sidecar, count) in [("a\u{c}b\u{c}c", 3), ("a", 1)] {
        let error = DocumentError::SidecarPages {
            pages: 2,
            sidecar: count,
        };
        assert_eq!(
            read("a.pdf", &scan, Some(sidecar.as_bytes())).unwrap_err(),
            error
        );
    }
}

#[test]
fn encrypted_files_are_refused() {
    let mut pdf = Pdf::new();
    pdf.page(&words("Secret"));
    pdf.trailer = "/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -4>>".to_owned();
    assert_eq!(error_of(&pdf.finish()), DocumentError::Encrypted);
}

#[test]
fn page_trees_in_circles_end() {
    let mut pdf = Pdf::new();
    pdf.page(&words("Once."));
    pdf.set_tree("<</Type/Pages/Kids[2 0 R 8 0 R 8 0 R 2 0 R]/Count 4>>");
    let document = read("a.pdf", &pdf.finish(), None).unwrap();
    assert_eq!(document.parts().len(), 1);
}

#[test]
fn the_number_of_pages_is_limited() {
    let pages = |count: usize| {
        let mut pdf = Pdf::new();
        let content = pdf.add_stream("", words("Again and again.").as_bytes());
        for _ in 0..count {
            pdf.page_of(&format!("{content} 0 R"), "");
        }
        pdf.finish()
    };
    let document = read("a.pdf", &pages(MAX_PAGES), None).unwrap();
    assert_eq!(document.pages(), Some(MAX_PAGES as u64));
    let error = error_of(&pages(MAX_PAGES + 1));
    assert_eq!(error, DocumentError::TooManyPages(MAX_PAGES + 1));
}

#[test]
fn compressed_data_is_limited() {
    let mut pdf = Pdf::new();
    let blank = compressed(&vec![b' '; 300 << 20]);
    let content = pdf.add_raw("/Filter[/FlateDecode/FlateDecode]", &compressed(&blank));
    pdf.page_of(&format!("{content} 0 R"), "");
    assert_eq!(error_of(&pdf.finish()), DocumentError::TooComplex);
    // A page may repeat only short streams.
    let mut pdf = Pdf::new();
    let content = pdf.add_stream("", words("Again.").as_bytes());
    pdf.page_of(&format!("[{}]", format!("{content} 0 R ").repeat(1000)), "");
    assert_eq!(error_of(&pdf.finish()), DocumentError::DamagedPage(1));
}

#[test]
fn forms_that_multiply_are_given_up() {
    let mut pdf = Pdf::new();
    let last = pdf.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 m 9 9 l S");
    let outer = (0..30).fold(last, |inner, _| {
        let resources = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {inner} 0 R>>>>"
        );
        pdf.add_stream(&resources, b"/X Do /X Do")
    });
    let content = pdf.add_stream("", b"/X Do");
    pdf.page_of(
        &format!("{content} 0 R"),
        &format!("/XObject<</X {outer} 0 R>>"),
    );
    assert_eq!(error_of(&pdf.finish()), DocumentError::TooComplex);
}

#[test]
fn forms_in_circles_end() {
    let mut pdf = Pdf::new();
    let content = pdf.add_stream("", format!("{} /X Do", words("Words.")).as_bytes());
    let form = content + 1;
    let entries =
        format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {form} 0 R>>>>");
    assert_eq!(pdf.add_stream(&entries, b"/X Do"), form);
    pdf.page_of(
        &format!("{content} 0 R"),
        &format!("/XObject<</X {form} 0 R>>"),
    );
    let document = read("a.pdf", &pdf.finish(), None).unwrap();
    assert_eq!(document.parts()[0].text(), "Words.");
}

#[test]
fn nesting_has_no_depth_that_ends_the_program() {
    for (open, close) in [("[", "]"), ("<</A ", ">>"), ("(", ")")] {
        let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        let mut pdf = Pdf::new();
        let content = format!("{}\n{deep} TJ\n", words("Shown."));
        pdf.page(&content);
        let number = pdf.add(&deep);
        pdf.page_of(&format!("{number} 0 R"), "");
        let _ = read("a.pdf", &pdf.finish(), None);
    }
}
