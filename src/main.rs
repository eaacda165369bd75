//! The browser's program: adopts a pressed page or renders a package.

fn main() {
    sidelight::page::start();
}
