//! Modules that import each other, and the layers of the widget.
//!
//! The rule applies to sibling modules. Each of them counts together with everything inside it. A module may use what its
//! parent defines.

use std::collections::{BTreeMap, BTreeSet};

use crate::modules::{ModulePath, Modules};
use crate::root;

/// The root files of all crates.
const CRATES: [&str; 10] = [
    "src/lib.rs",
    "crates/cli/src/main.rs",
    "crates/compiler/src/lib.rs",
    "crates/documents/src/lib.rs",
    "crates/i18n/src/lib.rs",
    "crates/import/src/lib.rs",
    "crates/model/src/lib.rs",
    "crates/site/src/lib.rs",
    "crates/text/src/lib.rs",
    "xtask/src/main.rs",
];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Returns a graph for each module: its children, and the siblings that each child uses.
fn graphs(modules: &Modules) -> BTreeMap<ModulePath, Graph> {
    let mut graphs: BTreeMap<ModulePath, Graph> = BTreeMap::new();
    for from in modules.0.keys() {
        for to in modules.used_by(from).0 {
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if let (Some(a), Some(b)) = (from.get(shared), to.get(shared)) {
                let graph = graphs.entry(from[..shared].to_vec()).or_default();
                graph.entry(a.clone()).or_default().insert(b.clone());
            }
        }
    }
    graphs
}

/// Returns a cycle of a graph, with its first node repeated at the end. Returns `None` if there is no cycle.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk<'a>(
        graph: &'a Graph,
        node: &'a str,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<String>> {
        if let Some(at) = path.iter().position(|earlier| *earlier == node) {
            let circle = path[at..].iter().chain([&node]);
            return Some(circle.map(|node| (*node).to_owned()).collect());
        }
        if !done.insert(node) {
            return None;
        }
        path.push(node);
        let found = graph
            .get(node)
            .into_iter()
            .flatten()
            .find_map(|next| walk(graph, next, path, done));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    graph
        .keys()
        .find_map(|node| walk(graph, node, &mut Vec::new(), &mut done))
}

fn circles(modules: &Modules) -> Vec<String> {
    graphs(modules)
        .iter()
        .filter_map(|(module, graph)| {
            let circle = circle(graph)?;
            Some(format!(
                "in `{}`: {}",
                module.join("::"),
                circle.join(" -> ")
            ))
        })
        .collect()
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let found: Vec<String> = CRATES
        .iter()
        .flat_map(|file| {
            let circles = circles(&Modules::read(&root().join(file)));
            circles
                .into_iter()
                .map(move |circle| format!("{file} {circle}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_widget_has_layers() {
    let modules = Modules::read(&root().join("src/lib.rs"));
    let mut broken = Vec::new();
    for (path, module) in &modules.0 {
        let Some(layer) = path.first().map(String::as_str) else {
            continue;
        };
        let is_wiring = path.get(1).is_some_and(|name| name == "wiring");
        let may_use: &[&str] = match layer {
            "view" => &["view"],
            "browser" => &["browser", "view"],
            "embed" if is_wiring => &["browser", "embed"],
            "embed" => &["embed"],
            other => panic!("`{other}` is a layer without a rule"),
        };
        let (used, crates) = modules.used_by(path);
        let layers = used.iter().filter_map(|used| used.first());
        for used in layers.filter(|layer| !may_use.contains(&layer.as_str())) {
            broken.push(format!("{} may not use {used}", path.join("::")));
        }
        // `view`, and `embed` except for its wiring, may not use browser APIs. Only `view` may have components.
        let is_pure = layer == "view" || (layer == "embed" && !is_wiring);
        for name in ["gloo", "js_sys", "wasm_bindgen", "web_sys"] {
            if is_pure && crates.contains(name) {
                broken.push(format!("{} may not use {name}", path.join("::")));
            }
        }
        for name in ["function_component", "html"] {
            if layer != "view" && module.macros.contains(name) {
                broken.push(format!("{} may not call {name}", path.join("::")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn circles_are_found_through_every_kind_of_path() {
    for (code, expected) in [
        ("mod a { use super::b::B; } mod b { struct B; }", None),
        (
            "mod a { use super::b::B; struct A; } mod b { use crate::a::A; struct B; }",
            Some("in ``: a -> b -> a"),
        ),
        // Through a name that the parent module imports.
        (
            "use b::B; mod a { use super::B; struct A; } mod b { fn f(a: crate::a::A) {} struct B; }",
            Some("in ``: a -> b -> a"),
        ),
        // In the tokens of a macro, and one level down.
        (
            "mod m { mod a { fn f() { html! { <p>{ super::b::f() }</p> } } } mod b { use super::a; fn f() { a::f() } } }",
            Some("in `m`: a -> b -> a"),
        ),
        // A module and its parent count as one.
        (
            "struct A; mod a { use super::A; struct B; } use a::B;",
            None,
        ),
        // Tests may use anything.
        (
            "mod a { use super::b::B; struct A; } mod b { struct B; #[cfg(test)] mod tests { use crate::a::A; } }",
            None,
        ),
        ("mod a { use std::fmt; } mod fmt { use super::a; }", None),
    ] {
        let found = circles(&Modules::parse(code));
        assert_eq!(found.first().map(String::as_str), expected, "{code}");
    }
}
