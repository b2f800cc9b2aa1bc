//! The page that lists the latest items.

use super::desk::Latest;
use maud::{DOCTYPE, html};

/// How it looks; nothing is loaded from elsewhere.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886;\
    vertical-align:top;overflow-wrap:anywhere}";

/// The page; it loads itself again every five seconds.
pub(super) fn page(latest: &[Latest], documents: usize) -> String {
    let compare =
        |item: &Latest| item.of.as_ref().map(|of| format!("/v1/compare?a={}&b={}", encoded(of), encoded(&item.id)));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="refresh" content="5";
                meta name="viewport" content="width=device-width";
                title { "Variorum" }
                style { (STYLE) }
            }
            body {
                h1 { "Latest items" }
                p { (documents) " documents are remembered." }
                table {
                    thead { tr { th { "Item" } th { "Verdict" } th { "Of" } th { "What changed" } } }
                    tbody {
                        @for item in latest {
                            tr {
                                td { a href={ "/v1/documents/" (encoded(&item.id)) } { (item.id) } }
                                td { (item.fate.name()) }
                                td { @if let Some(link) = compare(item) { a href=(link) { (item.of.as_deref().unwrap_or("")) } } }
                                td { (item.summary) }
                            }
                        }
                    }
                }
                @if latest.is_empty() { p { "Nothing has come since the program was started." } }
            }
        }
    }
    .into_string()
}

/// An id as a part of an address.
fn encoded(id: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    id.bytes().map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
