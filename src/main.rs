//! The program of pressed pages: adopts their article, and talks to the host where the page is embedded.

fn main() {
    sidelight::page::start_pressed(sidelight::embed::start);
}
