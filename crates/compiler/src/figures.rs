//! Figures of an article: pictures, groups of pictures, audio and video.

use crate::markdown::{AuthoredFigure, AuthoredImage};
use crate::media::{MediaFile, MediaFolder, is_media};
use crate::pictures::{Picture, check_path};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Block, Figure, FigureGroup, Inline, MAX_GROUP};

/// The files that figures are made of. Each is in a list once.
#[derive(Default)]
pub(super) struct FigureFiles {
    /// The pictures, also those of videos.
    pub(super) pictures: Vec<Picture>,
    /// Audio, video and their captions.
    pub(super) media: Vec<MediaFile>,
}

/// Reads the files of figures, and inserts the figures into `blocks`. Reports errors in `diagnostics`.
pub(super) fn read_figures(
    figures: Vec<AuthoredFigure>,
    blocks: &mut Vec<Block>,
    folder: &MediaFolder<'_>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> FigureFiles {
    let mut reader = Reader {
        folder,
        file,
        diagnostics,
        files: FigureFiles::default(),
    };
    let mut read = Vec::new();
    for figure in figures {
        let before = figure.before;
        read.extend(reader.figure(figure).map(|block| (before, block)));
    }
    // Insert the last figure first, so that the positions of those before it stay valid.
    for (before, block) in read.into_iter().rev() {
        blocks.insert(before, block);
    }
    reader.files
}

/// An error of a figure: kind, message and hint.
type Wrong = (Kind, String, String);

struct Reader<'a> {
    folder: &'a MediaFolder<'a>,
    file: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
    files: FigureFiles,
}

impl Reader<'_> {
    fn report(&self, image: &AuthoredImage, (kind, message, hint): Wrong) {
        self.diagnostics.add(
            self.file
                .diagnostic(kind, image.span.clone(), message)
                .hint(hint),
        );
    }

    /// Reads one figure. Returns `None` if an error was reported.
    fn figure(&mut self, figure: AuthoredFigure) -> Option<Block> {
        let AuthoredFigure {
            mut images,
            caption,
            ..
        } = figure;
        if images.len() == 1 {
            let image = images.pop()?;
            return if is_media(&image.file) {
                self.media(image, caption)
            } else {
                let figure = self.picture(image)?;
                Some(Block::Figure(Figure { caption, ..figure }))
            };
        }
        if let Some(image) = images.iter().find(|image| is_media(&image.file)) {
            self.report(
                image,
                (
                    Kind::Image,
                    "audio or video can't be in a group of images".to_owned(),
                    "put an empty line before and after it, so that it is a paragraph of its own"
                        .to_owned(),
                ),
            );
            return None;
        }
        if let Some(image) = images.get(MAX_GROUP) {
            let count = images.len();
            self.report(
                image,
                (
                    Kind::Image,
                    format!("this group has {count} images (limit: {MAX_GROUP})"),
                    "put an empty line before this image, so that a new group begins".to_owned(),
                ),
            );
            return None;
        }
        let count = images.len();
        let figures: Vec<Figure> = images
            .into_iter()
            .filter_map(|image| self.picture(image))
            .collect();
        (figures.len() == count).then_some(Block::FigureGroup(FigureGroup { figures, caption }))
    }

    /// Reads a picture. Returns it without a caption.
    fn picture(&mut self, image: AuthoredImage) -> Option<Figure> {
        if let Some(wrong) = check_alt(&image) {
            self.report(&image, wrong);
        }
        let read = check_path(&image.file)
            .and_then(|()| Picture::read(self.folder.sources, self.folder.article, &image.file));
        match read {
            Ok(picture) => {
                let figure = Figure {
                    variants: picture.model_variants(),
                    alt: image.alt,
                    caption: Vec::new(),
                    credit: image.credit,
                };
                add(&mut self.files.pictures, picture);
                Some(figure)
            }
            Err(wrong) => {
                self.report(&image, wrong);
                None
            }
        }
    }

    fn media(&mut self, image: AuthoredImage, caption: Vec<Inline>) -> Option<Block> {
        if let Some(wrong) = check_name(&image) {
            self.report(&image, wrong);
        }
        if let Err(wrong) = check_path(&image.file) {
            self.report(&image, wrong);
            return None;
        }
        let report = |wrong: Wrong| self.report(&image, wrong);
        let (media, poster, files) =
            self.folder
                .read(&image, caption, &report, self.diagnostics)?;
        if let Some(picture) = poster {
            add(&mut self.files.pictures, picture);
        }
        for file in files {
            add(&mut self.files.media, file);
        }
        Some(Block::Media(media))
    }
}

/// Adds an item to a list that doesn't have it yet.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn check_alt(image: &AuthoredImage) -> Option<Wrong> {
    let alt = image.alt.trim();
    let message = if alt.is_empty() {
        "this image has no alt text"
    } else if alt == image.file {
        "a file name isn't an alt text"
    } else {
        return None;
    };
    Some((
        Kind::ImageAlt,
        message.to_owned(),
        format!(
            "describe the image for people who can't see it: `![A crowd in a square]({})`",
            image.file
        ),
    ))
}

fn check_name(image: &AuthoredImage) -> Option<Wrong> {
    let message = match image.alt.trim() {
        "" => "this recording has no name",
        name if name == image.file => "a file name doesn't say what the recording is",
        _ => return None,
    };
    Some((
        Kind::ImageAlt,
        message.to_owned(),
        format!(
            "name the recording between the square brackets: `![The debate on 12 March]({})`",
            image.file
        ),
    ))
}
