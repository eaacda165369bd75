//! Lists the facts of a package: `cargo run --example list_facts -- article.json`.
//!
//! Without an argument, it reads the package beside this file.

use std::{env, error::Error, fs};

use sidelight_model::{Article, Fact, anchor};

fn main() -> Result<(), Box<dyn Error>> {
    let json = match env::args().nth(1) {
        Some(path) => fs::read_to_string(path)?,
        None => include_str!("harbour.json").to_owned(),
    };
    let article = Article::from_json(&json)?;
    println!("{} ({})", article.headline, article.published);
    for fact_box in &article.boxes {
        println!("\n{}", fact_box.title);
        for fact in &fact_box.facts {
            list(&article, fact);
        }
    }
    Ok(())
}

fn list(article: &Article, fact: &Fact) {
    println!("- {}", fact.statement);
    let source = article.source_of(fact).map_or("", |source| source.name());
    let by = fact.attribution.by.as_deref().unwrap_or(source);
    println!("  {by}, {}", fact.as_of);
    for evidence in &fact.evidence {
        let fragment = anchor::link(&anchor::evidence(&evidence.id));
        println!("  “{}” ({fragment})", evidence.exact);
    }
}
