//! Checks pictures, audio and video.

use std::collections::HashSet;

use super::{Checked, invalid, is_language_tag, no_evidence, not_blank, showable, unique};
use crate::{Figure, FigureGroup, Href, Inline, MAX_GROUP, Media, Track, Variant, plain_text};

pub(super) fn check_figure(figure: &Figure, path: &str) -> Checked {
    not_blank(&figure.alt, || format!("{path}.alt"))?;
    check_words(&figure.caption, figure.credit.as_deref(), path)?;
    if figure.variants.is_empty() {
        return invalid(
            format!("{path}.variants"),
            "a picture needs at least one size",
        );
    }
    check_variants(&figure.variants, &format!("{path}.variants"))
}

pub(super) fn check_figure_group(group: &FigureGroup, path: &str) -> Checked {
    if !(2..=MAX_GROUP).contains(&group.figures.len()) {
        return invalid(format!("{path}.figures"), "a group has 2 to 8 pictures");
    }
    for (i, figure) in group.figures.iter().enumerate() {
        let path = format!("{path}.figures[{i}]");
        check_figure(figure, &path)?;
        if !figure.caption.is_empty() {
            return invalid(format!("{path}.caption"), "the group has the caption");
        }
    }
    check_words(&group.caption, None, path)
}

pub(super) fn check_media(media: &Media, path: &str) -> Checked {
    not_blank(&media.name, || format!("{path}.name"))?;
    check_words(&media.caption, media.credit.as_deref(), path)?;
    check_src(&media.src, &format!("{path}.src"))?;
    if let Some(frame) = &media.frame {
        if frame.width == 0 || frame.height == 0 {
            return invalid(
                format!("{path}.frame"),
                "a video needs a width and a height",
            );
        }
        check_variants(&frame.poster, &format!("{path}.frame.poster"))?;
    }
    if media.tracks.is_empty() {
        return invalid(format!("{path}.tracks"), "a recording needs captions");
    }
    let mut languages = HashSet::new();
    for (i, track) in media.tracks.iter().enumerate() {
        let path = format!("{path}.tracks[{i}]");
        unique(&mut languages, &track.language, || {
            format!("{path}.language")
        })?;
        check_track(track, &path)?;
    }
    Ok(())
}

fn check_track(track: &Track, path: &str) -> Checked {
    check_src(&track.src, &format!("{path}.src"))?;
    if !is_language_tag(&track.language) {
        return invalid(format!("{path}.language"), "it isn't a language tag");
    }
    not_blank(&track.label, || format!("{path}.label"))?;
    if track.cues.is_empty() {
        return invalid(format!("{path}.cues"), "it is empty");
    }
    let mut last = 0;
    for (i, cue) in track.cues.iter().enumerate() {
        let path = || format!("{path}.cues[{i}]");
        if cue.start < last || cue.end <= cue.start {
            return invalid(path(), "its times aren't in order");
        }
        last = cue.start;
        if let Some(speaker) = &cue.speaker {
            not_blank(speaker, path)?;
        }
        not_blank(&cue.text, path)?;
    }
    Ok(())
}

/// Checks a caption and a credit.
fn check_words(caption: &[Inline], credit: Option<&str>, path: &str) -> Checked {
    if let Some(credit) = credit {
        not_blank(credit, || format!("{path}.credit"))?;
    }
    showable(&plain_text(caption), || format!("{path}.caption"))?;
    if no_evidence(caption) {
        Ok(())
    } else {
        invalid(format!("{path}.caption"), "evidence must be in the text")
    }
}

fn check_variants(variants: &[Variant], path: &str) -> Checked {
    let mut wider_than = 0;
    for (i, variant) in variants.iter().enumerate() {
        let path = format!("{path}[{i}]");
        check_src(&variant.src, &format!("{path}.src"))?;
        // White space and commas separate the addresses in a `srcset`.
        if variant.src.as_str().contains(',') {
            return invalid(
                format!("{path}.src"),
                "a picture's address can't contain a comma",
            );
        }
        if variant.height == 0 {
            return invalid(format!("{path}.height"), "a picture needs a height");
        }
        if variant.width <= wider_than {
            return invalid(
                format!("{path}.width"),
                "the sizes must go from the narrowest to the widest",
            );
        }
        wider_than = variant.width;
    }
    Ok(())
}

/// Checks that a file is in the package's folder or below.
pub(super) fn check_src(src: &Href, path: &str) -> Checked {
    let address = src.as_str();
    if src.is_external() || address.starts_with(['/', '#', '?']) || leads_up(address) {
        return invalid(path, "the file must be in the package's folder");
    }
    Ok(())
}

/// Returns `true` if a relative address has a path segment that leads to the parent folder. Browsers read `%2e` as a dot
/// (URL standard, double-dot URL path segment).
fn leads_up(address: &str) -> bool {
    address
        .split(['/', '?', '#'])
        .any(|part| part.to_ascii_lowercase().replace("%2e", ".") == "..")
}
