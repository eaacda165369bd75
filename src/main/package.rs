//! The program of the package page. It renders a package and adopts it, and communicates with the host if the page is
//! embedded.

fn main() {
    sidelight::browser::start_package(sidelight::embed::start);
}
