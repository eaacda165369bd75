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
            list(fact);
        }
    }
    Ok(())
}

fn list(fact: &Fact) {
    println!("- {}", fact.statement);
    println!("  {}, {}", fact.attribution.by, fact.as_of);
    for evidence in &fact.evidence {
        let fragment = anchor::link(&anchor::evidence(&evidence.id));
        println!("  “{}” ({fragment})", evidence.exact);
    }
}
