//! Bills of materials: lists of the crates in a release, as CycloneDX JSON.
//!
//! *Invariant:* a bill depends only on the commit. It contains no time, no random number and no path of the machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::needs::Need;
use crate::process::run;
use crate::versions::WASM_TARGET;
use crate::workspace;

/// A released product: the name of its bill, its features and its target. `None` is the machine that builds it.
struct Product {
    name: &'static str,
    /// Folder of the product's package, relative to the repository.
    package: &'static str,
    features: &'static str,
    target: Option<&'static str>,
}

/// The browser programs, and the `sidelight` program, which is compiled for the machine that builds it.
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

/// Name of the files that cargo-cyclonedx writes beside the manifest of every crate in the workspace.
const LEFT: &str = "sidelight-bill-of-materials";

/// Writes the bills of the release into `target/sbom`. Returns their paths.
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
        // With this variable, cargo-cyclonedx omits the random serial number.
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
        // A file is missing only if cargo-cyclonedx failed. That error is returned below.
        let _ = std::fs::remove_file(package.join(format!("{LEFT}.json")));
    }
    result?;
    bill.with_context(|| format!("can't read {}", path.display()))
}

/// Returns a bill without the time and with `.` in place of the repository's folder.
fn normalised(bill: &str, root: &Path) -> Result<Value> {
    let bill = bill.replace(&format!("file://{}", root.display()), "file://.");
    let mut bill: Value =
        serde_json::from_str(&bill).context("the bill of materials isn't JSON")?;
    if let Some(metadata) = bill["metadata"].as_object_mut() {
        metadata.remove("timestamp");
    }
    Ok(bill)
}

/// Checks that a bill describes Sidelight, has a version and a licence for every crate, and has no random number and no
/// path of the machine. Returns an error for the first violation.
fn check(bill: &Value) -> Result<()> {
    ensure!(bill["bomFormat"] == "CycloneDX", "it isn't CycloneDX");
    ensure!(
        bill.get("serialNumber").is_none(),
        "it contains a random number"
    );
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
        bail!("it contains a path of this computer");
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
        assert_eq!(error, "it contains a path of this computer");
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
            "it contains a random number"
        );
    }
}
