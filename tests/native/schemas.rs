//! JSON Schemas: current, consistent with the files that the compiler reads, and valid for everything that it writes.
//!
//! To accept new schemas, run with `SNAPSHOTS=overwrite` and review the difference before you commit it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Value, json};
use sidelight_compiler::schema::Document;
use sidelight_compiler::{BaseUrl, Folder, Kind, Memory, Origin, Report, SiteInfo, read, read_all};
use sidelight_model::{Article, unseen};

use crate::{authoring, packages, site};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn schema(document: Document) -> Value {
    serde_json::from_str(&document.schema()).unwrap()
}

fn validator(document: Document) -> Validator {
    jsonschema::options().build(&schema(document)).unwrap()
}

/// Returns a schema's errors about a value.
fn diagnostics(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn committed_schemas_are_current() {
    for document in Document::ALL {
        let path = Path::new(ROOT).join(format!("assets/schema/{}.json", document.name()));
        let schema = document.schema();
        if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
            fs::write(&path, &schema).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&path).unwrap_or_default(),
            schema,
            "{}",
            path.display()
        );
    }
}

#[test]
fn schemas_are_schemas() {
    for document in Document::ALL {
        assert!(
            jsonschema::meta::is_valid(&schema(document)),
            "{document:?}"
        );
    }
}

/// Converts TOML to the JSON that a schema describes. Dates become strings.
fn json_of(toml: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, value)| (key, convert(value)))
                .collect(),
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(is) => json!(is),
        }
    }
    convert(toml::Value::Table(toml.parse().unwrap()))
}

/// Returns the TOML between the `+++` lines.
fn front_matter(article: &str) -> &str {
    article.split("+++").nth(1).unwrap()
}

fn compile(article: &str, facts: &str) -> (Option<Article>, Report) {
    let sources = Memory::default()
        .with("an-article", "article.md", article)
        .with("an-article", "facts.toml", facts);
    read(&sources, "an-article")
}

/// Returns all authored files that compile: from the cases, the starter article and the bundled article.
fn good() -> Vec<(String, String, Article)> {
    let file = |name: &str| fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
    let bundled = "assets/articles/kazakstan-dissenters";
    let mut texts = authoring::texts().to_vec();
    for folder in ["assets/starter", bundled] {
        texts.push((
            file(&format!("{folder}/article.md")),
            file(&format!("{folder}/facts.toml")),
        ));
    }
    let good: Vec<_> = texts
        .into_iter()
        .filter_map(|(article, facts)| {
            let compiled = compile(&article, &facts).0?;
            Some((article, facts, compiled))
        })
        .collect();
    assert!(good.len() > 5);
    good
}

#[test]
fn what_compiles_matches_the_schemas() {
    let [head, facts, package] =
        [Document::Article, Document::Facts, Document::Package].map(validator);
    for (article, facts_toml, compiled) in good() {
        for (validator, value) in [
            (&head, json_of(front_matter(&article))),
            (&facts, json_of(&facts_toml)),
            (
                &package,
                serde_json::from_str(&compiled.to_json().unwrap()).unwrap(),
            ),
        ] {
            assert_eq!(diagnostics(validator, &value), [""; 0], "{value:#}");
        }
    }
}

#[test]
fn facts_of_editions_match_their_schema() {
    let validator = validator(Document::EditionFacts);
    let folder = Path::new(ROOT).join("tests/fixtures/editions/alder-bay");
    for name in ["facts.ar.toml", "facts.ru.toml"] {
        let value = json_of(&fs::read_to_string(folder.join(name)).unwrap());
        assert_eq!(diagnostics(&validator, &value), [""; 0], "{name}");
    }
    let base = json_of(&fs::read_to_string(folder.join("facts.toml")).unwrap());
    assert!(
        !diagnostics(&validator, &base).is_empty(),
        "numbers are refused"
    );
}

#[test]
fn packages_are_as_the_schema_says() {
    let validator = validator(Document::Package);
    let folder = Path::new(ROOT).join("tests/fixtures/packages");
    for entry in fs::read_dir(folder).unwrap() {
        let json = fs::read_to_string(entry.unwrap().path()).unwrap();
        Article::from_json(&json).unwrap();
        let value = serde_json::from_str(&json).unwrap();
        assert_eq!(diagnostics(&validator, &value), [""; 0]);
    }
    let bundled = read_all(&Folder::new(Path::new(ROOT).join("assets/articles")));
    for article in bundled.articles {
        let value = serde_json::from_str(&article.to_json().unwrap()).unwrap();
        assert_eq!(diagnostics(&validator, &value), [""; 0]);
    }
}

#[test]
fn a_map_has_the_same_limits_in_schema_and_reader() {
    let validator = validator(Document::Package);
    for (name, side, expected) in [
        ("width", 0.0, false),
        ("width", 0.5, false),
        ("width", 1.0, true),
        ("height", 0.0, false),
        ("height", 2_000.0, true),
        ("height", 2_000.5, false),
    ] {
        let mut package: Value =
            serde_json::from_str(include_str!("../fixtures/packages/six-kinds.json")).unwrap();
        let map = package["boxes"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find_map(|fact_box| fact_box.get_mut("map"))
            .unwrap();
        map[name] = side.into();
        map["points"] = Value::Array(Vec::new());
        assert_eq!(validator.is_valid(&package), expected, "{name} = {side}");
        let read = Article::from_json(&package.to_string());
        assert_eq!(read.is_ok(), expected, "{name} = {side}: {read:?}");
    }
}

#[test]
fn packages_of_a_wrong_shape_are_refused_by_the_schema_too() {
    let validator = validator(Document::Package);
    let good: Value = serde_json::from_str(&site::article().to_json().unwrap()).unwrap();
    assert!(validator.is_valid(&good));
    let mut passed = BTreeSet::new();
    for (pointer, value) in packages::faulty() {
        let mut package = good.clone();
        packages::put(&mut package, pointer, value.clone());
        assert!(
            Article::from_json(&package.to_string()).is_err(),
            "{pointer}"
        );
        // The schemas have no pattern for invisible characters.
        let text = value.to_string();
        let is_unseen = text.contains("\\u00") || text.contains("\\r") || unseen(&text).is_some();
        if validator.is_valid(&package) && !is_unseen {
            passed.insert(format!("{pointer} = {value}"));
        }
    }
    // Errors that depend on the whole package, or on the calendar.
    let beyond: BTreeSet<String> = [
        "/body/0 = {\"paragraph\":{\"id\":\"p1\",\"inlines\":[{\"text\":\"See \"},{\"link\":{\"href\":\"#x\",\"inlines\":[]}}]}}",
        "/body/1 = {\"box\":\"x\"}",
        "/boxes/0/facts/0/aspect = \"imprisoned\"",
        "/boxes/0/facts/0/evidence/0/block = \"p9\"",
        "/boxes/0/facts/0/evidence/0/exact = \"killed by\"",
        "/boxes/0/facts/0/evidence/0/id = \"other-1\"",
        "/boxes/0/facts/0/evidence/0/prefix = \"x\"",
        "/boxes/0/facts/0/evidence/0/range = {\"end\":400,\"start\":40}",
        "/boxes/0/facts/0/evidence/0/suffix = \"x\"",
        "/boxes/0/facts/0/group = \"x\"",
        "/boxes/0/facts/0/quantity/amount = {\"range\":[7,3]}",
        "/boxes/0/facts/0/totalOf = [\"x\"]",
        "/corrections = [{\"date\":\"2026\",\"fact\":\"x\",\"now\":\"b\",\"was\":\"a\"}]",
        "/published = \"2012-02-30\"",
        "/sources = []",
        "/updated = \"1999\"",
    ]
    .map(str::to_owned)
    .into();
    let unexpected: Vec<_> = passed.difference(&beyond).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

#[test]
fn links_and_dates_have_the_same_form_in_schema_and_reader() {
    let of = |document: Document, pointer: &str| {
        let schema = schema(document);
        let property = schema.pointer(pointer).unwrap();
        jsonschema::validator_for(property).unwrap()
    };
    let link = of(Document::Package, "/$defs/Link/properties/href");
    for text in [
        "https://iwpr.net/a?b#c",
        "HTTP://iwpr.net",
        "mailto:desk@example.org",
        "../other/",
        "#fact-killed",
        "a/b:c",
        "//host/x",
        "?a:b",
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "\\\\host",
        "a b",
        "x\u{7f}",
        "x\u{1}",
        "ж:x",
        "ж/x",
    ] {
        let taken = sidelight_model::Href::new(text).is_ok();
        assert_eq!(link.is_valid(&json!(text)), taken, "{text:?}");
    }
    let date = of(Document::Package, "/properties/published");
    for (text, taken) in [
        ("2011-12-16", true),
        ("2012-05", true),
        ("2012", true),
        ("2012-13", false),
        ("2012-00-01", false),
        ("0000-01-01", false),
        ("16 December 2011", false),
        ("2012-6-4", false),
        ("2012-06-04T00:00", false),
        ("", false),
        ("2012-06-32", false),
        ("2012\n", false),
    ] {
        assert_eq!(date.is_valid(&json!(text)), taken, "{text:?}");
        assert_eq!(
            text.parse::<sidelight_model::PartialDate>().is_ok(),
            taken,
            "{text:?}"
        );
    }
    let id = of(Document::Package, "/properties/slug");
    let long = "a".repeat(65);
    for text in [
        "janaozen-killed",
        "p1",
        "",
        "-a",
        "a--b",
        "Almaty",
        "a b",
        "../up",
        "Жаңаөзен",
        long.as_str(),
    ] {
        let taken = sidelight_model::FactId::new(text).is_ok();
        assert_eq!(id.is_valid(&json!(text)), taken, "{text:?}");
    }
    let language = of(Document::Package, "/properties/language");
    for text in ["en", "en-GB", "kk-Cyrl", "x", "English", "en_GB", "en-", ""] {
        assert_eq!(
            language.is_valid(&json!(text)),
            sidelight_model::is_language_tag(text),
            "{text:?}"
        );
    }
}

/// Files of an article with every kind of table.
const EVERYTHING: [&str; 2] = [
    "+++
headline = \"A\"
standfirst = \"B\"
published = 2026-11-23
as-of = 2012-06-13
[[byline]]
name = \"C\"
[[source]]
id = \"s\"
title = \"D\"
[[related]]
title = \"R\"
url = \"https://example.org\"
[[alias]]
name = \"E\"
spellings = [\"F\"]
[[key-fact]]
fact = \"f\"
label = \"K\"
[[correction]]
date = 2026-11-24
was = \"G\"
now = \"H\"
+++

One two three four.

::box{#b}

::box{#p}
",
    "[[box]]
id = \"b\"
kind = \"casualties\"
title = \"T\"
gist = \"U\"
[[box.group]]
id = \"g\"
title = \"V\"
[[box.fact]]
id = \"f\"
aspect = \"killed\"
statement = \"W\"
by = \"X\"
evidence = [{ quote = \"One two\" }]
quantity = { exact = 1, unit = \"people\" }
[[box.fact.correction]]
date = 2026-11-24
was = \"Y\"
now = \"Z\"
[[box.dispute]]
about = \"A\"
[[box.dispute.version]]
holder = \"B\"
facts = [\"f\"]
[[box.dispute.version]]
holder = \"C\"
facts = [\"f\"]
[[box]]
id = \"p\"
kind = \"people\"
title = \"T\"
gist = \"U\"
[[box.fact]]
id = \"q\"
aspect = \"person\"
entity = { name = \"three\" }
statement = \"W\"
by = \"X\"
evidence = [\"three four\"]
[[box.fact]]
id = \"s\"
aspect = \"context\"
statement = \"W\"
by = \"X\"
evidence = [\"One two\"]
[box.fact.figure]
scale = \"million\"
unit = \"people\"
points = [
{ date = 2011, value = 1 }
, [2012, 2.5]]
[[box]]
id = \"m\"
kind = \"places\"
title = \"T\"
gist = \"U\"
[[box.map-label]]
name = \"M\"
coordinates = [1, 2]
[[no-correction]]
fact = \"r\"
was = \"N\"
reason = \"O\"
",
];

/// A key that resembles no other.
const STRANGE: &str = "zzzzqqqqzzzz = 1";

/// Inserts an unknown key after this line, and returns the table's known keys, as listed by the compiler.
fn keys_after(file: usize, line: &str) -> BTreeSet<String> {
    let mut files = EVERYTHING.map(str::to_owned);
    let with = match line.strip_suffix(" }") {
        // The line ends in an inline table.
        Some(inline) => format!("{inline}, {STRANGE} }}"),
        None => format!("{line}\n{STRANGE}"),
    };
    assert!(files[file].contains(line), "{line}");
    files[file] = files[file].replacen(line, &with, 1);
    let (_, report) = compile(&files[0], &files[1]);
    let hints: Vec<&str> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.message.ends_with("has no key `zzzzqqqqzzzz`"))
        .map(|diagnostic| diagnostic.hint.as_str())
        .collect();
    let [hint] = hints.as_slice() else {
        panic!("{line}: {}", report.render(false));
    };
    keys_of(hint)
}

/// Returns the keys that a hint lists.
fn keys_of(hint: &str) -> BTreeSet<String> {
    let keys = hint
        .strip_prefix("its keys: ")
        .unwrap_or_else(|| panic!("{hint}"));
    keys.split(", ")
        .map(|key| key.trim_matches('`').to_owned())
        .collect()
}

fn keys_in(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let properties = schema
        .pointer(pointer)
        .and_then(|table| table.get("properties"))
        .and_then(Value::as_object);
    let Some(properties) = properties else {
        panic!("no {pointer}");
    };
    properties.keys().cloned().collect()
}

#[test]
fn the_schemas_have_the_keys_that_the_compiler_reads() {
    let (_, report) = compile(EVERYTHING[0], EVERYTHING[1]);
    assert!(
        !report.render(false).contains("no key"),
        "{}",
        report.render(false)
    );
    let schemas = [schema(Document::Article), schema(Document::Facts)];
    let tables = [
        (0, "headline = \"A\"", ""),
        (0, "name = \"C\"", "/definitions/Byline"),
        (0, "title = \"D\"", "/definitions/Source"),
        (0, "title = \"R\"", "/definitions/Related"),
        (0, "label = \"K\"", "/definitions/KeyFact"),
        (0, "name = \"E\"", "/definitions/Alias"),
        (0, "was = \"G\"", "/definitions/ArticleCorrection"),
        (1, "kind = \"casualties\"", "/definitions/FactBox"),
        (1, "title = \"V\"", "/definitions/Group"),
        (1, "name = \"M\"", "/definitions/MapLabel"),
        (1, "statement = \"W\"", "/definitions/Fact"),
        (
            1,
            "quantity = { exact = 1, unit = \"people\" }",
            "/definitions/Quantity",
        ),
        (1, "entity = { name = \"three\" }", "/definitions/Entity"),
        (1, "scale = \"million\"", "/definitions/Figure"),
        (1, "{ date = 2011, value = 1 }", "/definitions/NamedPoint"),
        (1, "was = \"Y\"", "/definitions/FactCorrection"),
        (1, "about = \"A\"", "/definitions/Dispute"),
        (1, "holder = \"B\"", "/definitions/Version"),
        (1, "reason = \"O\"", "/definitions/NoCorrection"),
    ];
    let mut seen = BTreeMap::new();
    for (file, line, pointer) in tables {
        assert_eq!(
            keys_after(file, line),
            keys_in(&schemas[file], pointer),
            "{pointer}"
        );
        seen.insert((file, pointer.to_owned()), ());
    }
    // Passages as tables are checked separately, because their lists have lines of their own, and there are three kinds.
    let passages: [(&str, &[&str], &str); 3] = [
        (
            "quote = \"One two\"",
            &["quote", "prefix", "suffix"],
            "/definitions/Quote",
        ),
        (
            "table = \"t\", row = \"r\", column = \"c\"",
            &["table", "row", "column"],
            "/definitions/Cell",
        ),
        (
            "quote = \"One two\" }]\nfrom = [{ quote = \"One two\"",
            &["source", "quote", "page", "paragraph", "time"],
            "/definitions/SourcePassage",
        ),
    ];
    for (written, keys, pointer) in passages {
        let facts = EVERYTHING[1].replace(
            "quote = \"One two\" }",
            &format!("{written}, zzzzqqqqzzzz = 1 }}"),
        );
        let (_, report) = compile(EVERYTHING[0], &facts);
        let listed = format!("its keys: `{}`", keys.join("`, `"));
        let report = report.render(false);
        assert!(report.contains(&listed), "{report}");
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(keys_in(&schemas[1], pointer), keys);
        seen.insert((1, pointer.to_owned()), ());
    }
    // The file `site.toml`.
    let site = schema(Document::Site);
    for (toml, pointer) in [
        (format!("{STRANGE}\n"), ""),
        (
            format!("[publisher]\nname = \"A\"\n{STRANGE}\n"),
            "/definitions/Publisher",
        ),
        (format!("[theme]\n{STRANGE}\n"), "/definitions/Theme"),
        (
            format!("[theme.dark]\n{STRANGE}\n"),
            "/definitions/SchemeColours",
        ),
        (
            format!(
                "[theme.text-font]\nfamily = \"A\"\nlicence = \"B\"\nregular = \"c.woff2\"\n{STRANGE}\n"
            ),
            "/definitions/Font",
        ),
        (format!("[footer]\n{STRANGE}\n"), "/definitions/Footer"),
        (
            format!("[[footer.link]]\ntext = \"A\"\nurl = \"https://example.org\"\n{STRANGE}\n"),
            "/definitions/FooterLink",
        ),
    ] {
        let (_, report) = SiteInfo::read(&Memory::default().with("", "site.toml", toml));
        let mut found = report.diagnostics.iter();
        let hint = &found
            .find(|found| found.kind == Kind::UnknownKey)
            .unwrap()
            .hint;
        assert_eq!(keys_of(hint), keys_in(&site, pointer), "{hint}");
    }
    // The schemas have no other tables.
    for (file, schema) in schemas.iter().enumerate() {
        for (name, table) in schema["definitions"].as_object().unwrap() {
            let pointer = format!("/definitions/{name}");
            assert!(
                table.get("properties").is_none() || seen.contains_key(&(file, pointer.clone())),
                "{pointer} isn't compared"
            );
        }
    }
}

#[test]
fn the_compiler_requires_what_the_schemas_require() {
    // If a schema requires a line of a good file, removing that line is an error for the compiler too.
    for (article, facts, _) in good() {
        for (document, text) in [
            (Document::Article, front_matter(&article)),
            (Document::Facts, &facts),
        ] {
            let validator = validator(document);
            let (mut table, mut seen) = ("", BTreeSet::new());
            for line in text.lines() {
                if line.starts_with('[') {
                    table = line;
                }
                // All facts have the same required keys, so each key is tried once per table.
                let Some((key, _)) = line.split_once(" = ") else {
                    continue;
                };
                if !seen.insert((table, key)) {
                    continue;
                }
                let Ok(_) = text.replacen(line, "", 1).parse::<toml::Table>() else {
                    continue;
                };
                let without = text.replacen(line, "", 1);
                if validator.is_valid(&json_of(&without)) {
                    continue;
                }
                let (article, facts) = match document {
                    Document::Article => (article.replacen(line, "", 1), facts.clone()),
                    _ => (article.clone(), without),
                };
                assert!(compile(&article, &facts).0.is_none(), "without `{line}`");
            }
        }
    }
}

#[test]
fn every_key_is_described() {
    fn look(value: &Value, at: &str, wrong: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (key, property) in properties {
                let is_condition = at.contains("/if");
                if property.get("description").is_none() && !is_condition && !at.contains("/oneOf/")
                {
                    wrong.push(format!("{at}/{key}"));
                }
            }
        }
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    look(member, &format!("{at}/{key}"), wrong);
                }
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    look(item, &format!("{at}/{i}"), wrong);
                }
            }
            _ => {}
        }
    }
    for document in Document::ALL {
        let mut wrong = Vec::new();
        look(&schema(document), "", &mut wrong);
        assert!(wrong.is_empty(), "{document:?}: {wrong:#?}");
    }
}

#[test]
fn a_sites_file_is_as_its_schema_says() {
    let validator = validator(Document::Site);
    let full = "title = \"A\"\ndescription = \"B\"\nlanguage = \"kk-Cyrl\"\nbase-url = \"https://example.org/news\"\n\
                package-origins = [\"https://example.org\", \"http://127.0.0.1:8080/\"]\n\
                theme.light = { accent = \"#0b5a63\", background = \"#fff\" }\n\
                footer = { imprint = \"D\", link = [{ text = \"E\", url = \"https://example.org\" }] }\n\
                [publisher]\nname = \"C\"\nurl = \"https://example.org\"\n";
    for toml in ["", full] {
        let (_, report) = SiteInfo::read(&Memory::default().with("", "site.toml", toml));
        assert_eq!(report.render(false), "");
        assert_eq!(diagnostics(&validator, &json_of(toml)), [""; 0]);
    }
    for url in [
        "https://example.org",
        "HTTP://example.org:80/a/",
        "https://[::1]/",
        "example.org",
        "ftp://example.org",
        "https://",
        "https://a@example.org/",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://example .org",
        "https://*/n",
        "https://x;sandbox/n",
        "https://x/n;sandbox",
        "https://x/'none'",
        "https://x/%3B/a&b",
        "https://x/%3",
        "https://x..y/",
        "https://x./",
    ] {
        let value = json!({ "base-url": url });
        assert_eq!(
            validator.is_valid(&value),
            BaseUrl::new(url).is_ok(),
            "{url}"
        );
    }
    for origin in [
        "https://example.org",
        "HTTP://example.org:80/",
        "https://[::1]:8443",
        "https://example.org/news",
        "https://*.example.org",
        "https://a;b",
        "https://a..b",
        "https://a.",
        "https://a_b",
        "https://a@example.org",
        "example.org",
    ] {
        assert_eq!(
            validator.is_valid(&json!({ "package-origins": [origin] })),
            Origin::new(origin).is_some(),
            "{origin}"
        );
    }
}
