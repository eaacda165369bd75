//! The newsroom's program: checks articles and presses them into pages.

fn main() {}
