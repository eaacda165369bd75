//! Bills of materials: which crates are in what is released, as CycloneDX JSON.
//!
//! *Invariant:* they depend on nothing but the commit: no time, no random number and no path of a machine is in them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::needs::Need;
use crate::process::run;
use crate::versions::WASM_TARGET;
use crate::workspace;

/// One thing that is released: the name of its bill, the features it is built with, and what it is compiled for.
struct Product {
    name: &'static str,
    /// The folder of its package.
    package: &'static str,
    features: &'static str,
    target: Option<&'static str>,
}

/// The programs that readers run, and the newsroom's program, which is compiled for the machine it is built on.
const PRODUCTS: [Product; 2] = [
    Product {
        name: "reader",
        package: ".",
        features: "browser",
        target: Some(WASM_TARGET),
    },
    Product {
        name: "sidelight",
        package: "crates/cli",
        features: "bundle",
        target: None,
    },
];

/// The name that cargo-cyclonedx gives its files, beside the manifest of every crate in the workspace.
const LEFT: &str = "sidelight-bill-of-materials";

/// Writes the bills beside the release, into `target/sbom`; returns where they are.
pub(crate) fn write() -> Result<Vec<PathBuf>> {
    let folder = workspace::target().join("sbom");
    std::fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    PRODUCTS
        .iter()
        .map(|product| {
            let bill = normalised(&generate(product)?, workspace::root())?;
            check(&bill).with_context(|| format!("the bill of {} can't be used", product.name))?;
            let path = folder.join(format!("{}.cdx.json", product.name));
            std::fs::write(&path, bill.to_string())
                .with_context(|| format!("can't write {}", path.display()))?;
            Ok(path)
        })
        .collect()
}

fn generate(product: &Product) -> Result<String> {
    let slot = Need::CargoCyclonedx
        .slot()?
        .context("cargo-cyclonedx has no place in the cache")?;
    let mut cyclonedx = workspace::command(slot.program());
    cyclonedx
        .args(["cyclonedx", "--quiet", "--format", "json"])
        .args(["--spec-version", "1.5", "--no-build-deps"])
        .args(["--override-filename", LEFT, "--features", product.features])
        // For one machine this leaves out the random serial number.
        .env("SOURCE_DATE_EPOCH", "0");
    if let Some(target) = product.target {
        cyclonedx.args(["--target", target]);
    }
    let package = workspace::root().join(product.package);
    cyclonedx
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"));
    let result = run(&mut cyclonedx);
    let path = package.join(format!("{LEFT}.json"));
    let bill = std::fs::read_to_string(&path);
    for package in workspace::packages()? {
        // Only missing when the program has failed, which is the error then.
        let _ = std::fs::remove_file(package.join(format!("{LEFT}.json")));
    }
    result?;
    bill.with_context(|| format!("can't read {}", path.display()))
}

/// A bill without the time, and with `.` for the folder of the repository.
fn normalised(bill: &str, root: &Path) -> Result<Value> {
    let bill = bill.replace(&format!("file://{}", root.display()), "file://.");
    let mut bill: Value = serde_json::from_str(&bill).context("the bill isn't JSON")?;
    if let Some(metadata) = bill["metadata"].as_object_mut() {
        metadata.remove("timestamp");
    }
    Ok(bill)
}

/// Fails unless a bill names its product, a version and a licence of every crate, and depends on nothing but the commit.
fn check(bill: &Value) -> Result<()> {
    ensure!(bill["bomFormat"] == "CycloneDX", "it isn't CycloneDX");
    ensure!(bill.get("serialNumber").is_none(), "it has a random number");
    let name = bill["metadata"]["component"]["name"].as_str();
    ensure!(
        name.is_some_and(|name| name.starts_with("sidelight")),
        "it isn't about sidelight"
    );
    let components = bill["components"].as_array().map_or(&[][..], Vec::as_slice);
    ensure!(!components.is_empty(), "it names no crate");
    for component in components {
        let name = component["name"].as_str().unwrap_or("a crate");
        for member in ["version", "purl", "bom-ref"] {
            ensure!(component[member].is_string(), "{name} has no {member}");
        }
        ensure!(component["licenses"].is_array(), "{name} has no licence");
    }
    if bill.to_string().contains("file:///") {
        bail!("it has a path of this machine in it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILL: &str = r#"{
        "bomFormat": "CycloneDX",
        "metadata": {
            "timestamp": "1970-01-01T00:00:00Z",
            "component": { "name": "sidelight", "bom-ref": "path+file:///home/x/sidelight#0.1.0" }
        },
        "components": [{
            "name": "yew", "version": "0.23.0", "purl": "pkg:cargo/yew@0.23.0", "bom-ref": "yew",
            "licenses": [{ "expression": "MIT OR Apache-2.0" }]
        }]
    }"#;

    fn bill() -> Value {
        normalised(BILL, Path::new("/home/x/sidelight")).unwrap()
    }

    #[test]
    fn a_bill_depends_on_nothing_but_the_commit() {
        let bill = bill();
        check(&bill).unwrap();
        assert_eq!(
            bill["metadata"]["component"]["bom-ref"],
            "path+file://.#0.1.0"
        );
        assert!(bill["metadata"].get("timestamp").is_none());
        let elsewhere = normalised(BILL, Path::new("/elsewhere")).unwrap();
        let error = check(&elsewhere).unwrap_err().to_string();
        assert_eq!(error, "it has a path of this machine in it");
    }

    #[test]
    fn a_bill_that_lacks_something_is_refused() {
        for (member, expected) in [
            ("version", "yew has no version"),
            ("purl", "yew has no purl"),
            ("licenses", "yew has no licence"),
        ] {
            let mut bill = bill();
            bill["components"][0]
                .as_object_mut()
                .unwrap()
                .remove(member);
            assert_eq!(check(&bill).unwrap_err().to_string(), expected);
        }
        let mut empty = bill();
        empty["components"] = Value::Array(Vec::new());
        assert_eq!(check(&empty).unwrap_err().to_string(), "it names no crate");
        let mut random = bill();
        random["serialNumber"] = "urn:uuid:1".into();
        assert_eq!(
            check(&random).unwrap_err().to_string(),
            "it has a random number"
        );
    }
}
