//! The program of pressed pages: adopts their article.

fn main() {
    sidelight::page::start_pressed();
}
