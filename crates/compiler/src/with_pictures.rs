//! A compiled article with the files to publish with it.

use std::collections::HashSet;

use crate::Diagnostic;
use crate::linked_files::LinkedFile;
use crate::media::MediaFile;
use crate::out_file::OutFile;
use crate::pictures::Picture;
use crate::sources::Sources;
use sidelight_model::{Article, Block};

/// An article with its editions, and the pictures, recordings and files to publish with it.
#[derive(Debug)]
pub struct WithPictures {
    /// The article. Until [`make`](Self::make) runs, its figures name all planned variants of their pictures.
    pub article: Article,
    /// Its editions in other languages, by the languages of their files.
    pub editions: Vec<Article>,
    /// The pictures that its figures refer to. [`make`](Self::make) turns them into files.
    pub pictures: Vec<Picture>,
    /// The audio and video in it, with their captions. [`make`](Self::make) reads them.
    pub media: Vec<MediaFile>,
    /// The files that it links to. [`make`](Self::make) reads them.
    pub files: Vec<LinkedFile>,
}

/// An article and its editions, with the files that belong to them.
#[derive(Debug)]
pub struct Made {
    /// The article.
    pub article: Article,
    /// Its editions in other languages.
    pub editions: Vec<Article>,
    /// The pictures, the recordings and the files that the article links to.
    pub files: Vec<OutFile>,
}

impl WithPictures {
    /// Encodes the pictures. Returns the article and its editions with all their files. Their figures then name only the
    /// variants that have a file.
    ///
    /// # Errors
    /// Returns a diagnostic if the file of a picture or recording has changed since the article was read, or if it can't be
    /// read. Also if a picture can't be decoded or encoded, or if a linked file can't be read any more.
    pub fn make(self, sources: &dyn Sources) -> Result<Made, Box<Diagnostic>> {
        let mut files = Vec::new();
        for picture in &self.pictures {
            files.extend(picture.files(sources)?);
        }
        let made: HashSet<&str> = files
            .iter()
            .filter_map(|file| file.path.split_once('/'))
            .map(|(_, name)| name)
            .collect();
        let (mut article, mut editions) = (self.article, self.editions);
        for article in std::iter::once(&mut article).chain(&mut editions) {
            for variants in article.body.iter_mut().flat_map(Block::pictures_mut) {
                variants.retain(|variant| made.contains(variant.src.as_str()));
            }
        }
        for file in &self.media {
            files.push(file.out_file(sources)?);
        }
        for file in &self.files {
            files.push(file.out_file(sources)?);
        }
        Ok(Made {
            article,
            editions,
            files,
        })
    }

    /// Adds an edition. Files that the article has already are added once.
    pub(crate) fn add_edition(&mut self, edition: Self) {
        fn add<T: PartialEq>(list: &mut Vec<T>, items: Vec<T>) {
            for item in items {
                if !list.contains(&item) {
                    list.push(item);
                }
            }
        }
        self.editions.push(edition.article);
        add(&mut self.pictures, edition.pictures);
        add(&mut self.media, edition.media);
        add(&mut self.files, edition.files);
    }
}
