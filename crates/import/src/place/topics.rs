//! Places topics.

use super::looks::topics_of;
use super::{Placing, at};
use crate::piece::Field;
use sidelight_compiler::topic_folder;

/// Maximum number of topics. Pages with more list their whole vocabulary.
const MAX_TOPICS: usize = 32;

/// Longest topic, in characters. Longer ones are sentences.
const MAX_TOPIC: usize = 60;

impl Placing {
    /// Makes topics of a piece. A piece without any becomes a comment.
    pub(super) fn topics(&mut self, number: usize) {
        let Some((line, text)) = self.take(number, Field::Topics) else {
            return;
        };
        let names = topics_of(&text).unwrap_or_else(|| text.clone());
        let origin = format!("“{text}”{}", at(line));
        self.add_topics(&names, origin);
    }

    /// Adds the topics in a list of names. Names that can't be topics stay in a comment.
    pub(super) fn add_topics(&mut self, names: &str, origin: String) {
        let mut is_whole = true;
        for name in names.split([',', ';', '|', '•', '·']) {
            let name = name.trim().trim_matches('#').trim();
            let folder = topic_folder(name);
            let is_known = || {
                let mut topics = self.article.topics.iter();
                topics.any(|known| topic_folder(known) == folder)
            };
            if name.is_empty() || is_known() {
                continue;
            }
            let is_topic = !folder.is_empty()
                && name.chars().count() <= MAX_TOPIC
                && self.article.topics.len() < MAX_TOPICS;
            if is_topic {
                self.article.topics.push(name.to_owned());
            }
            is_whole &= is_topic;
        }
        let origins = &mut self.article.topics_origin;
        if is_whole && !self.article.topics.is_empty() {
            if origins.last() != Some(&origin) {
                origins.push(origin);
            }
        } else {
            self.article
                .comments
                .push(format!("{}: {origin}: {names}", Field::Topics));
        }
    }
}
