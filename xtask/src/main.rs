//! Sets a machine up for Sidelight and runs its commands.

fn main() {}
