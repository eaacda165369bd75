//! The order of cues.

/// Checks the times of each cue after those of the cue before it.
#[derive(Default)]
pub(super) struct Order {
    /// The start of the last cue, in ms.
    last: u64,
}

impl Order {
    /// Checks a cue's start and end, in ms. Returns a message and a hint if they are in the wrong order.
    pub(super) fn check(
        &mut self,
        start: u64,
        end: u64,
    ) -> Result<(), (&'static str, &'static str)> {
        if end <= start {
            return Err((
                "this cue ends before it starts",
                "the first time is the start, the second the end",
            ));
        }
        if std::mem::replace(&mut self.last, start) > start {
            return Err((
                "this cue starts before the one above it",
                "put the cues in the order of their starts",
            ));
        }
        Ok(())
    }
}
