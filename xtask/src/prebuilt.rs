//! Release archives of tools, for machines that can download them. They save the time to compile the tools.
//!
//! *Invariant:* an archive is unpacked only if it has the SHA-256 that is committed here. If it can't be downloaded or has
//! another hash, the tool is compiled. wasm-bindgen has no archive here, because it generates code that readers run. It is
//! always compiled from locked sources.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::cache::{self, Slot};
use crate::packages;
use crate::process::{output, run};
use crate::versions::{CARGO_DENY, GECKODRIVER, TRUNK};

/// A release archive of one tool.
#[derive(Clone, Debug)]
pub(crate) struct Archive {
    url: String,
    sha256: String,
    /// Path of the program inside the archive.
    program: String,
}

/// Operating system, processor architecture, name of the archive for them, and its SHA-256.
type Release = (&'static str, &'static str, &'static str, &'static str);

/// Releases of Trunk. Several public projects pin the same hash for each.
const TRUNK_RELEASES: &[Release] = &[
    (
        "linux",
        "x86_64",
        "trunk-x86_64-unknown-linux-gnu.tar.gz",
        "f2b4680cd239693a646a2795e4633c625328d7b2a044fbe749fa3a2fe9e7036b",
    ),
    (
        "linux",
        "aarch64",
        "trunk-aarch64-unknown-linux-gnu.tar.gz",
        "b1d8e60e454f7fc182d9a4d95d1506ffbae947d8ba90f8f6f02da93b60f980f9",
    ),
    (
        "macos",
        "x86_64",
        "trunk-x86_64-apple-darwin.tar.gz",
        "f1ba0e3bbe24e0ae219c6d22c33e24e2825c1608dd27c2556e323495110f1a95",
    ),
    (
        "macos",
        "aarch64",
        "trunk-aarch64-apple-darwin.tar.gz",
        "764e299dd50d89442a4e96a236349f57961984b701e74d3dbdb39cd1c9f5101e",
    ),
];

/// Releases of geckodriver. Several public projects pin the same hash for each.
const GECKODRIVER_RELEASES: &[Release] = &[
    (
        "linux",
        "x86_64",
        "geckodriver-v0.37.1-linux64.tar.gz",
        "e815130ea95983e162ae91843b48d3a3ce991735635fce83a647afde21e09f7e",
    ),
    (
        "macos",
        "aarch64",
        "geckodriver-v0.37.1-macos-aarch64.tar.gz",
        "d02b3f7003f999caf90974a2ef5da0286c05d01cee19112c86846d759fdba4f5",
    ),
];

/// Releases of cargo-deny. Several public projects pin the same hash for each.
const CARGO_DENY_RELEASES: &[Release] = &[(
    "linux",
    "x86_64",
    "cargo-deny-0.20.2-x86_64-unknown-linux-musl.tar.gz",
    "9f12ed4c49936e09b48bf862b595cde2fe64fcbd9d74dfacac6131ca824c8d5f",
)];

/// Longest time in seconds to wait for a connection, and for a download that has stalled.
const PATIENCE: u32 = 5;

/// Returns the archive of a tool for this machine. Returns `None` if there is none.
pub(crate) fn of(tool: &str) -> Option<Archive> {
    let (releases, address) = match tool {
        "trunk" => (
            TRUNK_RELEASES,
            format!("trunk-rs/trunk/releases/download/v{TRUNK}"),
        ),
        "geckodriver" => (
            GECKODRIVER_RELEASES,
            format!("mozilla/geckodriver/releases/download/v{GECKODRIVER}"),
        ),
        "cargo-deny" => (
            CARGO_DENY_RELEASES,
            format!("EmbarkStudios/cargo-deny/releases/download/{CARGO_DENY}"),
        ),
        _ => return None,
    };
    let machine = (std::env::consts::OS, std::env::consts::ARCH);
    let (_, _, name, sha256) = releases
        .iter()
        .find(|(os, arch, _, _)| (*os, *arch) == machine)?;
    let program = match tool {
        "trunk" | "geckodriver" => tool.to_owned(),
        _ => format!("{}/cargo-deny", name.trim_end_matches(".tar.gz")),
    };
    Some(Archive {
        url: format!("https://github.com/{address}/{name}"),
        sha256: (*sha256).to_owned(),
        program,
    })
}

/// Downloads an archive, checks its hash, unpacks the program into its slot in the cache, and runs it once. Returns an
/// error if one of these fails.
pub(crate) fn install(slot: &Slot, archive: &Archive) -> Result<()> {
    slot.fill(|made, meanwhile| {
        let file = meanwhile.join("archive.tar.gz");
        download(archive, &file, PATIENCE)?;
        let bin = made.join("bin");
        std::fs::create_dir(&bin).with_context(|| format!("can't make {}", bin.display()))?;
        let folders = archive.program.matches('/').count();
        run(Command::new("tar")
            .arg("-xzf")
            .arg(&file)
            .arg("-C")
            .arg(&bin)
            .arg(format!("--strip-components={folders}"))
            .arg(&archive.program))?;
        ensure!(
            output(Command::new(bin.join(slot.program_name())).arg("--version")).is_some(),
            "its {} doesn't run on this computer",
            archive.program
        );
        Ok(())
    })
}

/// Downloads an archive into a file and checks its hash. `patience` is the limit in seconds explained at [`PATIENCE`].
fn download(archive: &Archive, file: &Path, patience: u32) -> Result<()> {
    if !packages::on_path("curl") {
        bail!("curl isn't installed, so it can't be downloaded");
    }
    let seconds = patience.to_string();
    run(Command::new("curl")
        .args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--proto-redir", "=https", "--connect-timeout", &seconds])
        .args(["--speed-limit", "1000", "--speed-time", &seconds])
        .arg("--output")
        .arg(file)
        .arg(&archive.url))
    .with_context(|| format!("can't download {}", archive.url))?;
    let bytes = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let sha256 = cache::sha256(&bytes);
    ensure!(
        sha256 == archive.sha256,
        "{} has the SHA-256 {sha256}, but the committed one is {}",
        archive.url,
        archive.sha256
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;
    use crate::process::Scratch;

    #[test]
    fn hashes_are_whole_and_names_have_the_version_that_is_installed() {
        let releases = [TRUNK_RELEASES, GECKODRIVER_RELEASES, CARGO_DENY_RELEASES];
        for (_, _, name, sha256) in releases.concat() {
            assert_eq!(sha256.len(), 64, "{name}");
            assert!(
                sha256.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{name}"
            );
        }
        for (_, _, name, _) in GECKODRIVER_RELEASES {
            assert!(name.contains(&format!("-v{GECKODRIVER}-")), "{name}");
        }
        for (_, _, name, _) in CARGO_DENY_RELEASES {
            assert!(name.contains(&format!("-{CARGO_DENY}-")), "{name}");
        }
    }

    /// Serves these bytes as the answer to every request. For `None` it never answers. Returns the server's address.
    fn serve(answer: Option<Vec<u8>>) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                while !lines.next().unwrap().unwrap().is_empty() {}
                if let Some(answer) = &answer {
                    stream.write_all(answer).unwrap();
                } else {
                    open.push(stream);
                }
            }
        });
        address
    }

    fn ok(body: &[u8]) -> Option<Vec<u8>> {
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend(body);
        Some(answer)
    }

    fn scratch(name: &str) -> Scratch {
        let name = format!("sidelight-prebuilt-{}-{name}", std::process::id());
        Scratch::new(std::env::temp_dir().join(name)).unwrap()
    }

    /// Makes a shell script at this path that prints a version, and returns an archive of it.
    fn pack(folder: &Path, path: &str) -> Vec<u8> {
        let program = folder.join(path);
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::fs::write(&program, "#!/bin/sh\necho tool 1.0.0\n").unwrap();
        run(Command::new("chmod").arg("755").arg(&program)).unwrap();
        let file = folder.join("archive.tar.gz");
        run(Command::new("tar")
            .arg("-czf")
            .arg(&file)
            .arg("-C")
            .arg(folder)
            .arg(path))
        .unwrap();
        std::fs::read(file).unwrap()
    }

    fn archive(bytes: Option<Vec<u8>>, sha256: &str, program: &str) -> Archive {
        Archive {
            url: serve(bytes),
            sha256: sha256.to_owned(),
            program: program.to_owned(),
        }
    }

    fn has_clients() -> bool {
        let has = cfg!(unix) && packages::on_path("curl") && packages::on_path("tar");
        if !has {
            eprintln!("not tested: curl or tar isn't here");
        }
        has
    }

    #[test]
    fn an_archive_with_the_committed_hash_is_installed() {
        if !has_clients() {
            return;
        }
        for path in ["tool", "tool-1.0.0/tool"] {
            let scratch = scratch("right");
            let bytes = pack(scratch.path(), path);
            let slot = Slot::at(scratch.path().join("cache/tool-1.0.0"), "tool");
            install(&slot, &archive(ok(&bytes), &cache::sha256(&bytes), path)).unwrap();
            assert_eq!(
                output(&mut Command::new(slot.program())).unwrap(),
                "tool 1.0.0\n"
            );
        }
    }

    #[test]
    fn an_archive_that_is_not_the_committed_one_is_refused() {
        if !has_clients() {
            return;
        }
        let scratch = scratch("wrong");
        let bytes = pack(scratch.path(), "tool");
        let slot = Slot::at(scratch.path().join("cache/tool-1.0.0"), "tool");
        let gone =
            b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec();
        for (answer, expected) in [
            (ok(&bytes), "but the committed one is 0000"),
            (ok(b""), "but the committed one is 0000"),
            (Some(gone), "can't download http://127.0.0.1:"),
        ] {
            let archive = archive(answer, &"0".repeat(64), "tool");
            let error = format!("{:#}", install(&slot, &archive).unwrap_err());
            assert!(error.contains(expected), "{error}");
            assert!(!slot.is_filled());
        }
    }

    #[test]
    fn an_archive_with_the_committed_hash_and_no_program_in_it_is_refused() {
        if !has_clients() {
            return;
        }
        let scratch = scratch("empty");
        let slot = Slot::at(scratch.path().join("cache/tool-1.0.0"), "tool");
        let archive = archive(ok(b"no archive"), &cache::sha256(b"no archive"), "tool");
        install(&slot, &archive).unwrap_err();
        assert!(!slot.is_filled());
    }

    #[test]
    fn a_host_that_never_answers_is_given_up() {
        if !has_clients() {
            return;
        }
        let scratch = scratch("silent");
        let archive = archive(None, &"0".repeat(64), "tool");
        let error = download(&archive, &scratch.path().join("archive"), 1).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("can't download http://127.0.0.1:"),
            "{error}"
        );
    }
}
