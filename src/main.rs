//! The program of pressed pages: adopts their article, and talks to the host where the page is embedded.

fn main() {
    sidelight::browser::start_pressed(sidelight::embed::start);
}
