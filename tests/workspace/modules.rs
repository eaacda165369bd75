//! The modules of a crate and the paths that each of them uses, without tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// The path of a module from its crate's root; empty for the root itself.
pub(crate) type ModulePath = Vec<String>;

/// One module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The names that `use` imports, with their paths.
    imports: BTreeMap<String, Vec<String>>,
    /// The other paths that it uses.
    paths: BTreeSet<Vec<String>>,
    /// The macros that it calls.
    pub(crate) macros: BTreeSet<String>,
}

/// A crate's modules.
#[derive(Debug, Default)]
pub(crate) struct Modules(pub(crate) BTreeMap<ModulePath, Module>);

impl Modules {
    /// Reads the modules of a crate from its root file.
    pub(crate) fn read(root: &Path) -> Self {
        let mut modules = Self::default();
        let code = fs::read_to_string(root).unwrap();
        let folder = root.parent().unwrap();
        modules.add(&[], syn::parse_file(&code).unwrap().items, folder);
        modules
    }

    /// Reads modules from a single string of code.
    pub(crate) fn parse(code: &str) -> Self {
        let mut modules = Self::default();
        modules.add(&[], syn::parse_file(code).unwrap().items, Path::new(""));
        modules
    }

    /// Adds a module. `folder` holds the files of its submodules.
    fn add(&mut self, path: &[String], items: Vec<Item>, folder: &Path) {
        let mut module = Module::default();
        for item in items {
            match item {
                Item::Mod(item) if is_test(&item.attrs) => {}
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let child: ModulePath = path.iter().cloned().chain([name.clone()]).collect();
                    match item.content {
                        Some((_, items)) => self.add(&child, items, &folder.join(name)),
                        None => {
                            let file = file(folder, &name);
                            let code = fs::read_to_string(&file).unwrap();
                            let items = syn::parse_file(&code).unwrap().items;
                            self.add(&child, items, &folder.join(name));
                        }
                    }
                }
                Item::Use(item) => module.add_imports(&mut Vec::new(), &item.tree),
                Item::Fn(item) if is_test(&item.attrs) => {}
                item => module.visit_item(&item),
            }
        }
        self.0.insert(path.to_owned(), module);
    }

    /// Returns the modules that a module uses, and the names of other crates.
    pub(crate) fn used_by(&self, path: &ModulePath) -> (BTreeSet<ModulePath>, BTreeSet<String>) {
        let module = &self.0[path];
        let (mut used, mut crates) = (BTreeSet::new(), BTreeSet::new());
        for target in module.imports.values().chain(&module.paths) {
            match self.resolve(path, target, 0) {
                Some(found) => drop(used.insert(found)),
                None => drop(crates.insert(target[0].clone())),
            }
        }
        (used, crates)
    }

    /// Returns the module that a path leads to, seen from another module. Returns `None` if the path begins in another
    /// crate.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<ModulePath> {
        // Two modules can import the same name from each other, although only one of them defines it.
        if depth > 20 {
            return None;
        }
        let mut rest = path;
        let mut at = from.to_owned();
        let is_relative = match path.first()?.as_str() {
            "crate" => {
                at.clear();
                true
            }
            "self" => true,
            "super" => {
                at.pop()?;
                true
            }
            _ => false,
        };
        if is_relative {
            rest = &path[1..];
        }
        let mut is_first = !is_relative;
        while let Some(name) = rest.first() {
            if name == "super" {
                at.pop()?;
                rest = &rest[1..];
                continue;
            }
            let child: ModulePath = at.iter().cloned().chain([name.clone()]).collect();
            if self.0.contains_key(&child) {
                at = child;
            } else if let Some(target) = self.0.get(&at)?.imports.get(name) {
                if target.first() == Some(name) && target.len() == 1 {
                    return None;
                }
                let whole: Vec<String> = target.iter().chain(&rest[1..]).cloned().collect();
                return self.resolve(&at, &whole, depth + 1);
            } else {
                // An item of the module, or a crate.
                return (!is_first).then_some(at);
            }
            is_first = false;
            rest = &rest[1..];
        }
        Some(at)
    }
}

impl Module {
    fn add_imports(&mut self, path: &mut Vec<String>, tree: &UseTree) {
        let mut add = |name: String, target: Vec<String>| drop(self.imports.insert(name, target));
        match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                self.add_imports(path, &tree.tree);
                path.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_imports(path, tree);
                }
            }
            UseTree::Name(name) if name.ident == "self" => {
                let last = path.last().cloned().unwrap_or_default();
                add(last, path.clone());
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                add(name.clone(), [&path[..], &[name]].concat());
            }
            UseTree::Rename(rename) => {
                let target = [&path[..], &[rename.ident.to_string()]].concat();
                let name = match rename.rename.to_string() {
                    name if name == "_" => format!("{target:?}"),
                    name => name,
                };
                add(name, target);
            }
            UseTree::Glob(_) => {
                self.paths.insert(path.clone());
            }
        }
    }

    /// Adds the paths in the tokens of a macro, which aren't parsed.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add_path(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.add_path(std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.add_tokens(group.stream());
                    }
                }
            }
        }
        self.add_path(path);
    }

    /// Adds a path. A single name is skipped: it is an item of this module, or an import that was already added.
    fn add_path(&mut self, path: Vec<String>) {
        if path.len() > 1 {
            self.paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|part| part.ident.to_string());
        self.add_path(names.collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        if let Some(name) = called.path.segments.last() {
            self.macros.insert(name.ident.to_string());
        }
        self.add_tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Some(name) = attribute.path().segments.last() {
            self.macros.insert(name.ident.to_string());
        }
        visit::visit_attribute(self, attribute);
    }
}

fn file(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() {
        file
    } else {
        folder.join(name).join("mod.rs")
    }
}

/// Returns true if an item is only compiled for tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("cfg") => list
            .tokens
            .to_string()
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "test"),
        _ => false,
    })
}
