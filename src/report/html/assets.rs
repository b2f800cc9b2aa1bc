//! Style and script, as they go into a page: each sort of page has what all have, and its own.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The sorts of pages.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sort {
    Pair,
    Cluster,
    Index,
}

/// What goes into a page of one sort.
pub(super) struct Assets {
    pub(super) style: String,
    pub(super) script: String,
    /// Nothing is loaded, and nothing runs but the one script with this hash, whatever a scraped text holds.
    pub(super) policy: String,
}

/// The assets of a sort of page. They are made once.
pub(super) fn assets(sort: Sort) -> &'static Assets {
    &ASSETS[sort as usize]
}

static ASSETS: LazyLock<[Assets; 3]> = LazyLock::new(|| {
    [
        made(&[include_str!("../pair.css")], &[include_str!("../pair.js"), include_str!("../marks.js")]),
        made(&[include_str!("../cluster.css")], &[include_str!("../cluster.js")]),
        made(&[include_str!("../index.css")], &[include_str!("../index.js")]),
    ]
});

fn made(styles: &[&str], scripts: &[&str]) -> Assets {
    let style = [(" {", "{"), ("{ ", "{"), (": ", ":"), ("; ", ";"), (", ", ","), (";}", "}")]
        .iter()
        .fold(lean(&[&[include_str!("../page.css")], styles].concat()), |style, (long, short)| {
            style.replace(long, short)
        });
    let script = lean(&[&[include_str!("../page.js")], scripts].concat());
    let hash = BASE64_STANDARD.encode(Sha256::digest(&script));
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    Assets { style, script, policy }
}

/// The files in one, without indentation and without lines of comment: a fifth of their size. In scripts a comment has a
/// line of its own and begins with `//`; in styles it begins a line with `/*` and ends one with `*/`.
fn lean(files: &[&str]) -> String {
    let mut out = String::new();
    let mut comment = false;
    for line in files.iter().flat_map(|file| file.lines()).map(str::trim) {
        comment |= line.starts_with("/*");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out() {
        let files = ["/* Style\n   of a page */\n.k {\n  color: red;\n}\n/* end */", "// why\nlet a = 1; // stays\n"];
        assert_eq!(lean(&files), ".k {\ncolor: red;\n}\nlet a = 1; // stays\n");
    }

    #[test]
    fn no_script_or_style_ends_its_element() {
        for sort in [Sort::Pair, Sort::Cluster, Sort::Index] {
            let assets = assets(sort);
            assert!(!assets.style.contains("</") && !assets.script.contains("</") && !assets.script.contains("<!--"));
        }
    }
}
