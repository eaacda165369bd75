use super::*;

const SNIPPET: Snippet<'_> = Snippet {
    article: "https://example.org/news/strike/",
    fact_box: None,
    script: "https://example.org/news/embed.js",
    title: "A strike ends",
    text: "Three died.",
    facts: &["One fact."],
    theme: "",
    ui: "",
    compact: false,
    scroll: false,
    height: 800,
};

#[test]
fn each_form_is_one_line_with_a_title_and_a_height() {
    let quote = |page: &str| {
        format!(
            "<blockquote cite=\"{page}\"><p><a href=\"{page}\">A strike ends</a></p><p>Three died.</p>\
             <ul><li>One fact.</li></ul></blockquote>"
        )
    };
    let article = "https://example.org/news/strike/";
    let whole = quote(article);
    assert_eq!(
        SNIPPET.html(Form::Element),
        format!(
            "<sidelight-article src=\"{article}\" title=\"A strike ends\" height=\"800\">{whole}</sidelight-article>\
             <script async src=\"https://example.org/news/embed.js\"></script>"
        )
    );
    assert_eq!(
        SNIPPET.html(Form::Frame),
        format!(
            "{whole}<iframe src=\"{article}?embed\" title=\"A strike ends\" width=\"100%\" height=\"800\" loading=\"lazy\" \
             style=\"border:0\"></iframe>"
        )
    );
    let with_box = Snippet {
        fact_box: Some("casualties"),
        theme: "dark",
        ui: "kk",
        compact: true,
        height: 600,
        ..SNIPPET
    };
    let of_box = quote("https://example.org/news/strike/casualties/");
    assert_eq!(
        with_box.html(Form::Element),
        format!(
            "<sidelight-article src=\"{article}\" box=\"casualties\" theme=\"dark\" ui=\"kk\" compact=\"1\" \
             title=\"A strike ends\" height=\"600\">{of_box}</sidelight-article>\
             <script async src=\"https://example.org/news/embed.js\"></script>"
        )
    );
    let fixed = Snippet {
        scroll: true,
        height: 400,
        ..SNIPPET
    };
    assert!(
        fixed
            .html(Form::Element)
            .contains(" scroll=\"1\" title=\"A strike ends\" height=\"400\">")
    );
    assert!(
        fixed.html(Form::Frame).contains(
            "?embed&amp;scroll=1\" title=\"A strike ends\" width=\"100%\" height=\"400\""
        )
    );
    let amp = with_box.html(Form::Amp);
    assert!(
        amp.starts_with(
            "<amp-iframe src=\"https://example.org/news/strike/casualties/?embed&amp;theme=dark&amp;ui=kk&amp;compact=1\" "
        ) && amp.contains(" resizable><div overflow "),
        "{amp}"
    );
}

#[test]
fn whatever_is_in_it_is_escaped() {
    let nasty = "\"><script>alert(1)</script>\n'& ";
    let snippet = Snippet {
        article: nasty,
        script: nasty,
        title: nasty,
        text: nasty,
        facts: &[nasty],
        ..SNIPPET
    };
    for form in Form::ALL {
        let html = snippet.html(form);
        assert!(!html.contains("alert(1)</"), "{html}");
        assert!(!html.contains('\n'), "{html}");
        assert!(!html.contains("\"\""), "{html}");
        let page = scraper::Html::parse_fragment(&html);
        let titled = scraper::Selector::parse("[title]").unwrap();
        let title = page.select(&titled).next().unwrap().attr("title").unwrap();
        assert_eq!(title, "\"><script>alert(1)</script> '&");
    }
}
