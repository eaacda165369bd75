//! The program of built pages. It adopts the article, and communicates with the host if the page is embedded.

fn main() {
    sidelight::browser::start_article(sidelight::embed::start);
}
