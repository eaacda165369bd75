//! The program of the package page: renders a package adopts it, and talks to the host where the page is embedded.

fn main() {
    sidelight::browser::start_package(sidelight::embed::start);
}
