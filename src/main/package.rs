//! The program of the package page: renders a package and adopts it.

fn main() {
    sidelight::page::start_package();
}
